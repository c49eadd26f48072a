import { Trans, useLingui } from '@lingui/react/macro';
import { Badge } from '@mantine/core';
import { IconLock, IconRobot } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { Message, Ticket } from '~/api/types';
import { dateTime, moment } from '~/i18n/format';
import { Avatar } from '~/ui/Avatar';
import { Attachments } from './Attachments';
import classes from './conversation.module.css';
import { ConversationLink } from './conversations/ConversationName';
import { Deliveries } from './Deliveries';
import { MessageBody } from './MessageBody';

const WrittenBy = lazy(() => import('./WrittenBy'));
const WayHere = lazy(() => import('./WayHere'));
const MailTools = lazy(() => import('./MailTools'));
const MovedAway = lazy(() => import('./MovedAway'));
const NoteTools = lazy(() => import('./NoteTools'));

/** What nobody wrote, the help desk itself has sent. */
function useWriter(message: Message): string {
  const { t } = useLingui();
  const nobody = message.kind === 'reply' && message.automatic ? 'Tandem' : t`Unknown sender`;
  return message.author.name || message.author.email || nobody;
}

function useHeading(message: Message): string {
  const { t } = useLingui();
  const who = useWriter(message);
  const at = moment(message.at);
  switch (message.kind) {
    case 'note':
      return t`Internal note by ${who}, ${at}`;
    case 'reply':
      return t`Public reply by ${who}, ${at}`;
    default:
      return t`Message from ${who}, ${at}`;
  }
}

/** Without a ticket it is only read: nothing at it changes anything, and no address leads to it. */
export function MessageCard({ message, ticket }: { message: Message; ticket?: Ticket }) {
  const { t } = useLingui();
  const heading = useHeading(message);
  const who = useWriter(message);
  const domain = message.author.email?.split('@').pop() ?? '';
  if (message.undone) {
    return (
      <p className={classes.event}>
        {message.moved_to ? (
          <Suspense>
            <MovedAway message={message} who={who} />
          </Suspense>
        ) : (
          <Trans>
            {who} took a reply back, {moment(message.at)}
          </Trans>
        )}
      </p>
    );
  }
  return (
    <article
      id={ticket ? `m${message.id}` : undefined}
      tabIndex={-1}
      className={classes.message}
      data-kind={message.kind}
      aria-label={heading}
    >
      <header>
        <Avatar name={who} kind={message.author.kind === 'agent' ? 'agent' : 'person'} />
        <div className={classes.who}>
          <h2>{who}</h2>
          {message.kind === 'note' ? (
            <span className={classes.internal}>
              <IconLock size={13} stroke={2} />
              <Trans>Internal</Trans>
            </span>
          ) : null}
          {message.automatic ? (
            <Badge size="xs" c="var(--fg-2)" bg="var(--bg-active)" leftSection={<IconRobot size={11} />}>
              <Trans>Automatic</Trans>
            </Badge>
          ) : null}
          {message.proof === 'failed' ? (
            <Badge size="xs" c="var(--danger)" bg="var(--danger-soft)" title={t`The domain says so itself`}>
              <Trans>Probably not from {domain}</Trans>
            </Badge>
          ) : message.unverified ? (
            <Badge size="xs" c="var(--warn)" bg="var(--warn-soft)">
              <Trans>Sender not verified</Trans>
            </Badge>
          ) : null}
          <Recipients message={message} />
          {message.writing ? (
            <Suspense>
              <span className={classes.recipients}>
                <WrittenBy writing={message.writing} />
              </span>
            </Suspense>
          ) : null}
          {ticket && message.conversation_id ? (
            <ConversationLink ticket={ticket} id={message.conversation_id} />
          ) : null}
        </div>
        <time dateTime={message.at} title={dateTime(message.at)}>
          {moment(message.at)}
        </time>
      </header>
      <MessageBody message={message} />
      {ticket && message.kind === 'note' ? (
        <Suspense>
          <NoteTools message={message} ticket={ticket} />
        </Suspense>
      ) : null}
      <Attachments files={message.attachments.filter((file) => !file.inline || !message.html)} />
      {ticket && message.kind === 'customer' ? (
        <Suspense>
          <MailTools message={message} ticket={ticket} />
        </Suspense>
      ) : ticket && message.ledger_id ? (
        <Suspense>
          <WayHere mail={message.ledger_id} answers={message.automatic} />
        </Suspense>
      ) : null}
      {ticket ? <Deliveries message={message} ticket={ticket} /> : null}
    </article>
  );
}

/** One quiet line; the whole list is in the tooltip. */
function Recipients({ message }: { message: Message }) {
  const { t } = useLingui();
  if (message.kind === 'note' || message.to.length + message.cc.length === 0) return null;
  const names = (people: Message['to']) => people.map((one) => one.name || one.email).join(', ');
  const full = (people: Message['to']) =>
    people.map((one) => (one.name ? `${one.name} <${one.email}>` : one.email)).join(', ');
  const to = names(message.to);
  const cc = names(message.cc);
  return (
    <span
      className={classes.recipients}
      title={[full(message.to), full(message.cc)].filter(Boolean).join(' · ')}
    >
      {cc ? t`to ${to}, copy to ${cc}` : t`to ${to}`}
    </span>
  );
}
