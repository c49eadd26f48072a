import { Trans, useLingui } from '@lingui/react/macro';
import { Button, FileButton, Modal } from '@mantine/core';
import type { Editor as Core } from '@tiptap/react';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { Keys } from '~/actions/Keys';
import { currentKeys } from '~/actions/ownKeys';
import { meaning } from '~/actions/press';
import type { Reason, Told } from './facts';
import classes from './guard.module.css';
import { cut, show } from './inText';
import { useReasonWords } from './useReasonWords';

export interface Props {
  reasons: (Reason | Told)[];
  /** With which the department lets nothing leave: it has to be changed. */
  isFirm: (reason: Reason | Told) => boolean;
  editor: Core | null;
  onFiles: (files: File[]) => void;
  onRecipients: () => void;
  /** The text was changed here: look again. */
  onChanged: () => void;
  onSend: (solve: boolean) => void;
  onClose: () => void;
}

const removable = new Set(['placeholder', 'mention', 'note']);

/** What should be looked at before the reply leaves. Nothing is sent and nothing changes until the agent says so. */
export default function GuardDialog(props: Props) {
  const { reasons, isFirm, editor, onFiles, onRecipients, onChanged, onSend, onClose } = props;
  const { t } = useLingui();
  const words = useReasonWords();
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  const seen = useRef(reasons);

  useEffect(() => {
    // The button that was pressed is gone with its reason.
    if (seen.current !== reasons) list.current?.querySelector('button')?.focus();
    seen.current = reasons;
  }, [reasons]);

  function onKeyDown(event: KeyboardEvent): void {
    // A key that is still held since it opened this dialog has decided nothing.
    if (event.repeat || event.nativeEvent.isComposing || event.keyCode === 229) return;
    const meant = meaning(event.nativeEvent, currentKeys(), '');
    if (meant !== 'send' && meant !== 'send-solve') return;
    event.preventDefault();
    event.stopPropagation();
    if (!firm) onSend(meant === 'send-solve');
  }

  /** The caret goes where there is something to do. */
  function back(then?: (core: Core) => void): void {
    onClose();
    requestAnimationFrame(() => {
      if (!editor) return;
      if (then) then(editor);
      else editor.commands.focus();
    });
  }

  const firm = reasons.some(isFirm);
  const shared = { size: 'compact-sm', variant: 'default' } as const;
  return (
    <Modal
      opened
      onClose={() => back()}
      title={<Trans>Before this reply leaves</Trans>}
      size={640}
      returnFocus={false}
      closeButtonProps={{ 'aria-label': t`Keep editing` }}
      onKeyDown={onKeyDown}
    >
      <ul className={classes.reasons} ref={list}>
        {reasons.map((reason, index) => {
          const about = { ...shared, 'aria-describedby': `${id}${index}` };
          const kind = reason.kind === 'told' ? reason.of : reason.kind;
          const first = index === 0 ? { 'data-autofocus': true } : {};
          return (
            <li key={JSON.stringify(reason)}>
              <p id={`${id}${index}`} dir="auto">
                {words(reason)}
                {isFirm(reason) ? (
                  <small className={classes.firm}>
                    <Trans>Your department lets no reply leave with this.</Trans>
                  </small>
                ) : null}
              </p>
              <span className={classes.fixes}>
                {kind === 'attachment' ? (
                  <FileButton
                    multiple
                    onChange={(files) => {
                      onFiles(files);
                      back();
                    }}
                  >
                    {(button) => (
                      <Button {...button} {...about} {...first}>
                        <Trans>Attach files</Trans>
                      </Button>
                    )}
                  </FileButton>
                ) : null}
                {kind === 'recipients' ? (
                  <Button
                    {...about}
                    {...first}
                    onClick={() => {
                      onClose();
                      onRecipients();
                    }}
                  >
                    <Trans>Change the recipients</Trans>
                  </Button>
                ) : kind === 'script' || !('text' in reason) ? (
                  <Button {...about} {...first} onClick={() => back()}>
                    <Trans>Change the text</Trans>
                  </Button>
                ) : (
                  <Button
                    {...about}
                    {...(kind === 'attachment' ? {} : first)}
                    onClick={() => back((core) => show(core, reason.text))}
                  >
                    <Trans>Show in the text</Trans>
                  </Button>
                )}
                {removable.has(kind) && 'text' in reason && editor ? (
                  <Button
                    {...about}
                    onClick={() => {
                      cut(editor, reason.text);
                      onChanged();
                    }}
                  >
                    <Trans>Take it out</Trans>
                  </Button>
                ) : null}
              </span>
            </li>
          );
        })}
      </ul>
      <div className={classes.actions}>
        {firm ? null : (
          <Button variant="default" onClick={() => onSend(false)} rightSection={<Keys of="send" />}>
            <Trans>Send anyway</Trans>
          </Button>
        )}
        <Button onClick={() => back()}>
          <Trans>Keep editing</Trans>
        </Button>
      </div>
    </Modal>
  );
}
