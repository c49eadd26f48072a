import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMessagePlus, IconPencil } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { meQuery } from '~/api/session';
import { draftsQuery } from '~/api/tickets';
import type { Conversation, Ticket } from '~/api/types';
import { hasContent } from '~/features/composer/draft';
import { draftSession } from '~/features/composer/sessions';
import { useDraft } from '~/features/composer/useDraft';
import { parseSearch } from '~/features/list/filters';
import { first, inAddress } from './address';
import { KindMark } from './ConversationName';
import classes from './conversations.module.css';
import NewConversation from './NewConversation';
import RenameConversation from './RenameConversation';

/** The conversations of a ticket that has several: each filters what is read, and is what is written in. */
export default function ConversationChips({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const { conversation } = useSearch({ from: '/_app/tickets/$number' });
  const [question, setQuestion] = useState<'new' | 'rename' | null>(null);
  const chosen = ticket.conversations.find((one) => inAddress(one.id) === conversation);
  const may = chosen?.kind === 'customer' ? ticket.abilities.reply : ticket.abilities.note;
  return (
    <nav className={classes.bar} aria-label={t`Conversations`}>
      <div className={classes.chips}>
        <Chip ticket={ticket} to={undefined} here={conversation === undefined}>
          <Trans>All</Trans>
        </Chip>
        <Chip ticket={ticket} to={first} here={conversation === first}>
          <Trans>First conversation</Trans>
        </Chip>
        {ticket.conversations.map((one) => (
          <Chip
            key={one.id}
            ticket={ticket}
            to={inAddress(one.id)}
            here={one === chosen}
            kind={one.kind}
            mark={<DraftMark ticket={ticket} conversation={one} />}
          >
            <KindMark kind={one.kind} /> · <span dir="auto">{one.title}</span>
          </Chip>
        ))}
      </div>
      {chosen && may?.allowed ? (
        <Tooltip label={t`Change the title`}>
          <ActionIcon aria-label={t`Change the title`} onClick={() => setQuestion('rename')}>
            <IconPencil size={15} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      {ticket.abilities.note?.allowed ? (
        <Tooltip label={t`New conversation`}>
          <ActionIcon aria-label={t`New conversation`} onClick={() => setQuestion('new')}>
            <IconMessagePlus size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      ) : null}
      <Suspense>
        {question === 'new' ? <NewConversation ticket={ticket} onClose={() => setQuestion(null)} /> : null}
        {question === 'rename' && chosen ? (
          <RenameConversation ticket={ticket} conversation={chosen} onClose={() => setQuestion(null)} />
        ) : null}
      </Suspense>
    </nav>
  );
}

interface ChipProps {
  ticket: Ticket;
  to: string | undefined;
  here: boolean;
  kind?: Conversation['kind'];
  mark?: ReactNode;
  children: ReactNode;
}

function Chip({ ticket, to, here, kind, mark, children }: ChipProps) {
  const link = useRef<HTMLAnchorElement>(null);
  // Of many, the chosen one may lie beyond the edge.
  useEffect(() => {
    if (here) link.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [here]);
  return (
    <Link
      ref={link}
      to="/tickets/$number"
      params={{ number: String(ticket.number) }}
      search={(old) => ({ ...parseSearch(old), ...(to ? { conversation: to } : {}) })}
      className={classes.chip}
      data-kind={kind}
      // The router counts every address that begins alike as this page.
      aria-current={here ? 'page' : undefined}
      activeProps={{}}
      activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
    >
      {children}
      {mark}
    </Link>
  );
}

/** That something unsent waits there. */
function DraftMark({ ticket, conversation }: { ticket: Ticket; conversation: Conversation }) {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data } = useQuery(draftsQuery(ticket.number));
  const kind = conversation.kind === 'customer' ? 'reply' : 'note';
  const session = draftSession(me.id, ticket.number, kind, conversation.id);
  const here = hasContent(useDraft(session).content);
  const kept = !session.known && data?.mine.some((one) => one.conversation_id === conversation.id);
  return here || kept ? <i className={classes.mark} role="img" aria-label={t`has a draft`} /> : null;
}
