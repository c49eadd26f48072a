import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import type { Editor as Core } from '@tiptap/react';
import { useEffect, useState } from 'react';
import type { Blocker, Id, Ticket } from '~/api/types';
import { Editor } from './Editor';
import { Happened, kindOf, whoOf } from './Happened';
import classes from './review.module.css';
import type { DraftSession } from './session';
import { useDraft } from './useDraft';
import { useNoteInstead } from './useNoteInstead';

interface Props {
  session: DraftSession;
  ticket: Ticket;
  editor: Core | null;
  /** With what was read here. */
  send: (acknowledge: Id[]) => void;
}

/** The ticket moved on while this reply was written. Nothing is sent and nothing is lost until the agent has chosen. */
export default function ReviewDialog({ session, ticket, editor, send }: Props) {
  const { t } = useLingui();
  const { blockers } = useDraft(session);
  const [sure, setSure] = useState(false);
  const noteInstead = useNoteInstead(session, ticket);
  const { end, read } = useReadToEnd(blockers);
  const last = blockers.at(-1);
  const count = blockers.length;

  /** The caret comes back to where the agent was writing. */
  function keep(): void {
    session.keepEditing();
    requestAnimationFrame(() => {
      editor?.commands.setContent(session.get().content.body_html, { emitUpdate: false });
      editor?.commands.focus('end');
    });
  }

  return (
    <Modal
      opened
      onClose={keep}
      size={860}
      title={<Trans>The ticket moved on while you were writing</Trans>}
      closeButtonProps={{ 'aria-label': t`Keep editing` }}
      returnFocus={false}
    >
      <div className={classes.columns}>
        <section className={classes.events} aria-label={t`What is new`}>
          <h3>
            {blockers.every((one) => kindOf(one) === 'customer' || kindOf(one) === 'reply') ? (
              <Plural value={blockers.length} one="# new message" other="# new messages" />
            ) : (
              <Trans>New since you began: {count}</Trans>
            )}
          </h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
          <div className={classes.scroller} tabIndex={0}>
            {blockers.map((blocker) => (
              <Happened key={blocker.id} blocker={blocker} />
            ))}
            <span ref={end} className={classes.end} />
          </div>
        </section>
        <section className={classes.mine} aria-label={t`Your reply`}>
          <h3>
            <Trans>Your reply</Trans>
          </h3>
          <div className={classes.editor}>
            <Editor
              session={session}
              label={t`Your reply`}
              placeholder={t`Write to the customer…`}
              readOnly={false}
              onFiles={() => undefined}
              onSend={() => undefined}
            />
          </div>
        </section>
      </div>
      <div className={classes.actions}>
        <Button data-autofocus onClick={keep}>
          <Trans>Keep editing</Trans>
        </Button>
        <Button variant="default" onClick={() => void noteInstead()}>
          <Trans>Save as note</Trans>
        </Button>
        <Button
          variant="default"
          disabled={!read}
          title={read ? undefined : t`Read what is new to its end first`}
          onClick={() => send(blockers.map((blocker) => blocker.id))}
        >
          {last ? <SendAfter blocker={last} /> : null}
        </Button>
        <span />
        {sure ? (
          <Button color="red" onClick={() => void session.clear()}>
            <Trans>Really discard my text</Trans>
          </Button>
        ) : (
          <Button variant="subtle" color="red" onClick={() => setSure(true)}>
            <Trans>Discard</Trans>
          </Button>
        )}
      </div>
    </Modal>
  );
}

/** What the button does, by the last of what came: whoever presses it knows of it. */
function SendAfter({ blocker }: { blocker: Blocker }) {
  const who = whoOf(blocker);
  switch (kindOf(blocker)) {
    case 'customer':
      return <Trans>Send after the message from {who}</Trans>;
    case 'reply':
      return <Trans>Send after the reply by {who}</Trans>;
    case 'note':
      return <Trans>Send after the note by {who}</Trans>;
    default:
      return <Trans>Send after the change by {who}</Trans>;
  }
}

/** True once the end of what is new has been on screen; short ones are read as soon as they are shown. */
function useReadToEnd(blockers: Blocker[]) {
  // A state and not a ref: the dialog's content is mounted after this component.
  const [mark, setMark] = useState<HTMLElement | null>(null);
  const [readUpTo, setReadUpTo] = useState('');
  const newest = blockers.at(-1)?.id ?? '';
  useEffect(() => {
    if (!mark) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setReadUpTo(newest);
    });
    observer.observe(mark);
    return () => observer.disconnect();
  }, [mark, newest]);
  return { end: setMark, read: newest !== '' && readUpTo === newest };
}
