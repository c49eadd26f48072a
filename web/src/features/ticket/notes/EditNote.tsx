import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { EditorContent, useEditor } from '@tiptap/react';
import { useState } from 'react';
import { isCode } from '~/api/client';
import { keys } from '~/api/keys';
import { editNote, type NoteConflict } from '~/api/notes';
import type { Message } from '~/api/types';
import { nonce } from '~/boot';
import { noteWriting } from '~/features/composer/noteWriting';
import { Toolbar } from '~/features/composer/Toolbar';
import { moment } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { Html, paragraphs } from '~/ui/html';
import classes from './notes.module.css';

interface Props {
  number: number;
  note: Message;
  onClose: () => void;
}

/** The text of a note, to be changed. Two who do so at once are shown each other's; what was typed stays until it is saved. */
export default function EditNote({ number, note, onClose }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [base, setBase] = useState(note.revision);
  const [theirs, setTheirs] = useState<NoteConflict | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [began] = useState(() => note.html ?? paragraphs(note.text));
  const editor = useEditor({
    extensions: noteWriting,
    content: began,
    injectNonce: nonce(),
    autofocus: 'end',
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': t`Text of the internal note`,
        dir: 'auto',
      },
      handleKeyDown: (view, event) => {
        if (view.composing || event.isComposing || event.keyCode === 229) return false;
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return false;
        void save();
        return true;
      },
    },
  });
  const [untouched] = useState(() => editor.getHTML());

  async function save(over?: number): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await editNote(number, note.id, over ?? base, editor.getHTML());
      void client.invalidateQueries({ queryKey: ['ticket', number] });
      void client.invalidateQueries({ queryKey: keys.lists });
      onClose();
    } catch (error) {
      if (isCode(error, 'note.edit_conflict') && error.problem.theirs) {
        setTheirs(error.problem.theirs);
        setBase(error.problem.theirs.revision);
      } else setProblem(words(error));
      setBusy(false);
    }
  }

  function leave(): void {
    if (editor.getHTML() === untouched || asking) onClose();
    else setAsking(true);
  }

  return (
    <Modal
      opened
      onClose={leave}
      size={720}
      title={<Trans>Edit the internal note</Trans>}
      closeButtonProps={{ 'aria-label': t`Close` }}
      closeOnClickOutside={false}
    >
      {theirs ? (
        <section className={classes.theirs} aria-label={t`Their text`}>
          <p role="alert">
            <Trans>
              {theirs.author.name} changed this note {moment(theirs.at)}. Saving puts your text in its place.
            </Trans>
          </p>
          <div dir="auto">
            <Html source={theirs.html ?? paragraphs(theirs.text)} />
          </div>
        </section>
      ) : null}
      <div className={classes.editor}>
        <EditorContent editor={editor} />
        <Toolbar editor={editor} disabled={busy} />
      </div>
      <FormAlert>{problem}</FormAlert>
      {asking ? (
        <p className={classes.asking} role="alert">
          <Trans>Your changes are not saved.</Trans>
        </p>
      ) : null}
      <footer className={classes.actions}>
        <Button variant="default" onClick={asking ? onClose : leave}>
          {asking ? <Trans>Discard the changes</Trans> : <Trans>Cancel</Trans>}
        </Button>
        <Button loading={busy} onClick={() => void save()}>
          {theirs ? <Trans>Save mine</Trans> : <Trans>Save</Trans>}
        </Button>
      </footer>
    </Modal>
  );
}
