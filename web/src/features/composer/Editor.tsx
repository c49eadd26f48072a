import type { Extensions } from '@tiptap/core';
import { Placeholder } from '@tiptap/extensions';
import { type Editor as Core, EditorContent, useEditor } from '@tiptap/react';
import { useEffect, useRef } from 'react';
import { currentKeys } from '~/actions/ownKeys';
import { meaning } from '~/actions/press';
import { nonce } from '~/boot';
import classes from './composer.module.css';
import { Picture } from './Picture';
import type { DraftSession } from './session';
import { useDraft } from './useDraft';
import { Weblink } from './Weblink';
import { writing } from './writing';

export interface Props {
  session: DraftSession;
  label: string;
  placeholder: string;
  readOnly: boolean;
  onReady?: (editor: Core | null) => void;
  onFiles: (files: File[], pasted: boolean) => void;
  /** With Shift: send, set solved, go to the next ticket. */
  onSend: (solve: boolean) => void;
  /** Two colons were typed: the agent wants a macro. */
  onMacro?: () => void;
  /** What this kind of text knows besides. */
  extra?: Extensions;
}

const none: Extensions = [];

const extensions = (placeholder: string) => [
  ...writing,
  Placeholder.configure({ placeholder }),
  Picture,
  Weblink,
];

/** The text of a draft. Live updates never reach it: it changes by typing, or when the session's generation goes up. */
export function Editor(props: Props) {
  const { session, label, placeholder, readOnly, onReady, onFiles, onSend, onMacro, extra = none } = props;
  const { generation } = useDraft(session);
  const handlers = useRef({ onFiles, onSend, onMacro });
  useEffect(() => {
    handlers.current = { onFiles, onSend, onMacro };
  });

  const editor = useEditor({
    extensions: [...extensions(placeholder), ...extra],
    content: session.get().content.body_html,
    injectNonce: nonce(),
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        class: classes.text ?? '',
        dir: 'auto',
      },
      handleKeyDown: (view, event) => {
        // While an input method composes, Enter belongs to it (229 is what some browsers say instead).
        if (view.composing || event.isComposing || event.keyCode === 229) return false;
        const meant = meaning(event, currentKeys(), '');
        if (meant !== 'send' && meant !== 'send-solve') return false;
        handlers.current.onSend(meant === 'send-solve');
        return true;
      },
      handleTextInput: (view, from, to, text) => {
        const before = view.state.doc.textBetween(Math.max(0, from - 2), from, '\n', '\n');
        // After a word it is code or a time; a Chinese sentence has no space to wait for.
        if (
          !handlers.current.onMacro ||
          !/^[:：]$/.test(text) ||
          !/(^|[\s\p{Script=Han}，。！？])[:：]$/u.test(before)
        )
          return false;
        view.dispatch(view.state.tr.delete(from - 1, to));
        handlers.current.onMacro?.();
        return true;
      },
      handlePaste: (_, event) => takeFiles(event.clipboardData, true),
      handleDrop: (_, event, __, moved) => !moved && takeFiles(event.dataTransfer, false),
    },
    onUpdate: ({ editor: core }) => session.edit({ body_html: core.isEmpty ? '' : core.getHTML() }),
    onBlur: () => void session.flush(),
  });

  function takeFiles(data: DataTransfer | null, pasted: boolean): boolean {
    const files = [...(data?.files ?? [])];
    // A table copied from a spreadsheet comes as text and as a picture; the text is what was meant.
    if (files.length === 0 || (pasted && data?.getData('text/plain'))) return false;
    handlers.current.onFiles(files, pasted);
    return true;
  }

  const known = useRef(generation);
  useEffect(() => {
    if (known.current === generation) return;
    known.current = generation;
    editor.commands.setContent(session.get().content.body_html, { emitUpdate: false });
  }, [generation, editor, session]);

  useEffect(() => editor.setEditable(!readOnly, false), [editor, readOnly]);

  useEffect(() => {
    onReady?.(editor);
    return () => onReady?.(null);
  }, [editor, onReady]);

  return <EditorContent editor={editor} className={classes.editor} />;
}
