import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import type { Editor as Core } from '@tiptap/react';
import { useEffect, useState } from 'react';
import type { Blocker, Id, Ticket } from '~/api/types';
import { moment } from '~/i18n/format';
import { Avatar } from '~/ui/Avatar';
import { Linked } from '~/ui/html';
import { Editor } from './Editor';
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
  const who = last ? blockerName(last) : '';

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
            <Plural value={blockers.length} one="# new message" other="# new messages" />
          </h3>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
          <div className={classes.scroller} tabIndex={0}>
            {blockers.map((blocker) => (
              <Event key={blocker.id} blocker={blocker} />
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
          {last?.message?.kind === 'customer' ? (
            <Trans>Send after the message from {who}</Trans>
          ) : (
            <Trans>Send after the reply by {who}</Trans>
          )}
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

const blockerName = (blocker: Blocker) => blocker.message?.author.name || blocker.actor.name;

function Event({ blocker }: { blocker: Blocker }) {
  const name = blockerName(blocker);
  const text = blocker.message?.parts.visible.trim() || blocker.message?.text.trim() || '';
  return (
    <article className={classes.event}>
      <header>
        <Avatar name={name} size={22} />
        <b>{name}</b>
        <time dateTime={blocker.at}>{moment(blocker.at)}</time>
      </header>
      <p dir="auto">
        <Linked text={text} />
      </p>
    </article>
  );
}

/** True once the end of the new messages has been on screen; short ones are read as soon as they are shown. */
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
