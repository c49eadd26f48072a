import { Trans, useLingui } from '@lingui/react/macro';
import { useLocalStorage } from '@mantine/hooks';
import { usePrefetchInfiniteQuery, usePrefetchQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useShortcut } from '~/actions/useShortcut';
import { isCode } from '~/api/client';
import { eventsQuery, messagesQuery, ticketQuery } from '~/api/tickets';
import type { Ticket } from '~/api/types';
import { Composer } from '~/features/composer/Composer';
import { MovedAway, TicketPresence, useCollisionOn } from '~/features/presence/lazy';
import { useTaken } from '~/features/presence/signals';
import { useRoom } from '~/realtime/Live';
import { Failure } from '~/ui/Failure';
import { useLayout } from '~/ui/useLayout';
import { ContextPane } from './ContextPane';
import { Conversation } from './Conversation';
import { inAddress } from './conversations/address';
import { useFoldedFields } from './fieldShortcuts';
import { PlaceBar } from './PlaceBar';
import { TicketHeader } from './TicketHeader';
import { TicketSkeleton } from './TicketSkeleton';
import { TicketTabs } from './TicketTabs';
import classes from './ticket.module.css';
import { useMarkRead } from './useMarkRead';
import { Editing, useTicketEdit } from './useTicketEdit';

const ConflictDialog = lazy(() => import('./ConflictDialog'));
const ConversationChips = lazy(() => import('./conversations/ConversationChips'));
const DetailsDrawer = lazy(() => import('./DetailsDrawer'));
const Files = lazy(() => import('./Files'));
const ScheduledBars = lazy(() => import('~/features/composer/ScheduledBars'));
const History = lazy(() => import('./History'));

export function TicketPage({ number }: { number: number }) {
  const query = useQuery(ticketQuery(number));
  // What is said in it is asked for together with it, and not when it has come.
  usePrefetchQuery(messagesQuery(number));
  usePrefetchInfiniteQuery(eventsQuery(number));
  const taken = useTaken(number);
  if (query.isPending) return <TicketSkeleton />;
  // What was on screen stays there; only a ticket that is gone for us is taken away.
  if (!query.data || isCode(query.error, 'not_found')) {
    const failure = <Failure error={query.error} retry={() => void query.refetch()} />;
    return taken ? (
      <Suspense fallback={failure}>
        <MovedAway number={number} taken={taken} />
      </Suspense>
    ) : (
      failure
    );
  }
  return <LoadedTicket ticket={query.data} stale={query.isRefetchError} retry={() => void query.refetch()} />;
}

function LoadedTicket({ ticket, stale, retry }: { ticket: Ticket; stale: boolean; retry: () => void }) {
  const { t } = useLingui();
  const layout = useLayout();
  const editing = useTicketEdit(ticket);
  const [folded, setFolded] = useLocalStorage({ key: 'tandem.context-folded', defaultValue: false });
  const [drawer, setDrawer] = useState(false);
  const colleagues = useCollisionOn();
  const { tab, conversation } = useSearch({ from: '/_app/tickets/$number' });
  const further = ticket.conversations.find((one) => inAddress(one.id) === conversation);
  const messages = useQuery(messagesQuery(ticket.number));
  const beside = layout === 'wide' || layout === 'desk';
  const toggle = () => (beside ? setFolded((was) => !was) : setDrawer((was) => !was));
  useRoom(`ticket:${ticket.id}`);
  useMarkRead(ticket, messages.isSuccess);
  useShortcut('fold-context', toggle);
  const answer = useFoldedFields(beside ? !folded : drawer, beside, toggle);

  return (
    <Editing value={editing}>
      <div className={classes.page}>
        <section className={classes.middle} data-pane="" aria-label={t`Ticket ${ticket.number}`}>
          <TicketHeader ticket={ticket} detailsOpen={beside ? !folded : drawer} onDetails={toggle} />
          {stale ? (
            <p className={classes.bar} data-kind="warn" role="status">
              <Trans>Could not refresh: you see the last known state.</Trans>
              <button type="button" onClick={retry}>
                <Trans>Try again</Trans>
              </button>
            </p>
          ) : null}
          <PlaceBar ticket={ticket} />
          <TicketTabs ticket={ticket} messages={messages.data?.results ?? []} />
          {tab === 'history' ? (
            <Suspense fallback={<TicketSkeleton />}>
              <History number={ticket.number} />
            </Suspense>
          ) : tab === 'files' ? (
            <Suspense fallback={<TicketSkeleton />}>
              <Files ticket={ticket} messages={messages.data?.results ?? []} />
            </Suspense>
          ) : (
            <>
              {ticket.conversations.length > 0 ? (
                <Suspense>
                  <ConversationChips ticket={ticket} />
                </Suspense>
              ) : null}
              <Conversation key={conversation} ticket={ticket} messages={messages} />
            </>
          )}
          <Suspense>{colleagues ? <TicketPresence ticket={ticket} /> : null}</Suspense>
          <div className={classes.composer} hidden={tab !== undefined}>
            {ticket.scheduled > 0 ? (
              <Suspense>
                <ScheduledBars ticket={ticket} />
              </Suspense>
            ) : null}
            <Composer
              key={further?.id}
              ticket={ticket}
              messages={messages.data?.results ?? []}
              further={further}
            />
          </div>
        </section>
        {beside && !folded ? (
          <aside className={classes.context} data-pane="" aria-label={t`Details`}>
            <ContextPane ticket={ticket} />
          </aside>
        ) : null}
        {beside ? null : (
          <Suspense>
            <DetailsDrawer
              ticket={ticket}
              opened={drawer}
              onClose={() => setDrawer(false)}
              onOpened={answer}
              phone={layout === 'phone'}
            />
          </Suspense>
        )}
      </div>
      <Suspense>{editing.conflicts.length > 0 ? <ConflictDialog editing={editing} /> : null}</Suspense>
    </Editing>
  );
}
