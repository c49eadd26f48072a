import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconBolt, IconDatabaseImport, IconHeadset, IconServer2, IconUser } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { lazy, type ReactNode, Suspense } from 'react';
import { eventsQuery } from '~/api/tickets';
import type { TicketEvent } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { dateTime, day, sameDay, time } from '~/i18n/format';
import { Delayed } from '~/ui/Delayed';
import { Failure } from '~/ui/Failure';
import { ChangedValues } from './ChangedValues';
import { forApi } from './conversations/address';
import { HistoryFilters } from './HistoryFilters';
import classes from './history.module.css';
import { SentKnowing } from './SentKnowing';
import { TicketSkeleton } from './TicketSkeleton';
import { untilOf } from './untilOf';
import { type ActorKind, useActorKinds } from './useActorKinds';

const WrittenBy = lazy(() => import('./WrittenBy'));

const signs: Record<ActorKind, ReactNode> = {
  agent: <IconHeadset size={15} stroke={1.6} />,
  customer: <IconUser size={15} stroke={1.6} />,
  system: <IconServer2 size={15} stroke={1.6} />,
  rule: <IconBolt size={15} stroke={1.6} />,
  import: <IconDatabaseImport size={15} stroke={1.6} />,
};

/** Everything that ever happened to the ticket, newest first. Nobody can change it. */
export default function History({ number }: { number: number }) {
  const { t } = useLingui();
  const { person, kind, field, conversation } = useSearch({ from: '/_app/tickets/$number' });
  const by = { person, kind, field, conversation: forApi(conversation) };
  const query = useInfiniteQuery({ ...eventsQuery(number, by), placeholderData: keepPreviousData });
  if (query.isPending) return <TicketSkeleton />;
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const events = query.data?.pages.flatMap((page) => page.results) ?? [];
  return (
    <section
      className={classes.history}
      aria-label={t`History`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
      tabIndex={0}
    >
      <HistoryFilters number={number} />
      {events.length === 0 ? (
        <p className={classes.end}>
          <Trans>Nothing of this kind has happened.</Trans>
        </p>
      ) : null}
      <ol>
        {events.map((event, index) => {
          const before = events[index - 1];
          return (
            <Entry
              key={event.id}
              event={event}
              events={events}
              newDay={!before || !sameDay(before.at, event.at)}
            />
          );
        })}
      </ol>
      {query.hasNextPage ? (
        <Button
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          <Trans>Show older entries</Trans>
        </Button>
      ) : Object.values(by).some(Boolean) ? null : (
        <Delayed wait={0}>
          <p className={classes.end}>
            <Trans>This is where the ticket began.</Trans>
          </p>
        </Delayed>
      )}
    </section>
  );
}

interface EntryProps {
  event: TicketEvent;
  /** All that is loaded. */
  events: readonly TicketEvent[];
  newDay: boolean;
}

function Entry({ event, events, newDay }: EntryProps) {
  const kinds = useActorKinds();
  return (
    <>
      {newDay ? (
        <li className={classes.day}>
          <h2>{day(event.at)}</h2>
        </li>
      ) : null}
      <li className={classes.entry}>
        <span className={classes.sign} title={kinds[event.actor.kind]}>
          {signs[event.actor.kind]}
          <span className="sr-only">{kinds[event.actor.kind]}</span>
        </span>
        <div>
          <p>
            <b>{event.actor.name || kinds[event.actor.kind]}</b> {event.sentence}
            {untilOf(event)}
            {event.ticket_number ? (
              <>
                {' · '}
                <Link
                  to="/tickets/$number"
                  params={{ number: String(event.ticket_number) }}
                  search={(old) => parseSearch(old)}
                >
                  #{event.ticket_number}
                </Link>
              </>
            ) : null}
          </p>
          <ChangedValues event={event} className={classes.values} />
          <SentKnowing event={event} events={events} />
          {event.writing ? (
            <p className={classes.cause}>
              <Suspense>
                <WrittenBy writing={event.writing} />
              </Suspense>
            </p>
          ) : null}
          {event.cause ? <p className={classes.cause}>{event.cause.label}</p> : null}
        </div>
        <time dateTime={event.at} title={dateTime(event.at)}>
          {time(event.at)}
        </time>
      </li>
    </>
  );
}
