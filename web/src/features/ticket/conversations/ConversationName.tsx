import { Trans } from '@lingui/react/macro';
import { IconLock, IconMessageReply } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Conversation, ConversationKind, Id, Ticket } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { inAddress } from './address';
import classes from './conversations.module.css';

/** Which of the two kinds: sign and word, never the colour alone. */
export function KindMark({ kind }: { kind: ConversationKind }) {
  return kind === 'internal' ? (
    <>
      <IconLock size={14} stroke={1.8} />
      <Trans>Internal</Trans>
    </>
  ) : (
    <>
      <IconMessageReply size={14} stroke={1.8} />
      <Trans>Customer reply</Trans>
    </>
  );
}

/** What is being written in, above the text. */
export function ConversationName({ conversation }: { conversation: Conversation }) {
  return (
    <p className={classes.name} data-kind={conversation.kind}>
      <span>
        <KindMark kind={conversation.kind} />
      </span>
      <b dir="auto">{conversation.title}</b>
    </p>
  );
}

/** At a message: in which conversation it was said, and the way there. */
export function ConversationLink({ ticket, id }: { ticket: Ticket; id: Id }) {
  const found = ticket.conversations.find((one) => one.id === id);
  if (!found) return null;
  return (
    <Link
      to="/tickets/$number"
      params={{ number: String(ticket.number) }}
      search={(old) => ({ ...parseSearch(old), conversation: inAddress(id) })}
      className={classes.link}
      data-kind={found.kind}
    >
      {/* A note says by itself that it is internal. */}
      {found.kind === 'customer' ? (
        <>
          <KindMark kind="customer" /> ·{' '}
        </>
      ) : null}
      <span dir="auto">{found.title}</span>
    </Link>
  );
}
