import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { type UseQueryResult, useInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { meQuery } from '~/api/session';
import { eventsQuery } from '~/api/tickets';
import type { Schemas, Ticket } from '~/api/types';
import { Delayed } from '~/ui/Delayed';
import { Failure } from '~/ui/Failure';
import classes from './conversation.module.css';
import { EventLines } from './EventLines';
import { MessageCard } from './MessageCard';
import { only, timeline } from './timeline';
import { useAnchoredScroll } from './useAnchoredScroll';

/** So many messages at the end are open from the start; the older ones wait behind one button. */
const opened = 20;

interface Props {
  ticket: Ticket;
  messages: UseQueryResult<Schemas['MessageList']>;
}

export function Conversation({ ticket, messages }: Props) {
  const { t } = useLingui();
  const events = useInfiniteQuery(eventsQuery(ticket.number));
  const { data: me } = useSuspenseQuery(meQuery);
  const scroller = useRef<HTMLDivElement>(null);
  const [all, setAll] = useState(false);
  const said = messages.data?.results;
  const happened = events.data;
  const { message: wanted, conversation } = useSearch({ from: '/_app/tickets/$number' });
  const items = useMemo(() => {
    const lines = happened?.pages.flatMap((page) => page.results) ?? [];
    return timeline(only(conversation, said ?? []), only(conversation, lines));
  }, [said, happened, conversation]);
  const hidden = all ? 0 : Math.max(0, items.length - opened);
  // Whoever comes for one message finds it on screen, also when it is an older one.
  const buried = wanted !== undefined && items.slice(0, hidden).some((item) => item.key === wanted);
  if (buried) setAll(true);
  const { waiting, jump } = useAnchoredScroll(scroller, said, me.id, wanted);

  if (messages.isLoadingError)
    return <Failure error={messages.error} retry={() => void messages.refetch()} />;

  return (
    <div className={classes.frame}>
      {/* biome-ignore-start lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <div
        ref={scroller}
        className={classes.scroller}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t`Conversation`}
      >
        {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: as above */}
        <div className={classes.column}>
          {messages.isPending ? <Skeleton /> : null}
          {hidden > 0 ? (
            <button type="button" className={classes.earlier} onClick={() => setAll(true)}>
              <Plural value={hidden} one="# earlier entry" other="# earlier entries" />
            </button>
          ) : null}
          {items
            .slice(hidden)
            .map((item) =>
              item.type === 'message' ? (
                <MessageCard key={item.key} message={item.message} ticket={ticket} />
              ) : (
                <EventLines key={item.key} events={item.events} />
              ),
            )}
        </div>
      </div>
      {waiting > 0 ? (
        <Button
          className={classes.jump}
          radius="xl"
          onClick={jump}
          rightSection={<IconArrowDown size={14} stroke={2} />}
        >
          <Plural value={waiting} one="# new message" other="# new messages" />
        </Button>
      ) : null}
    </div>
  );
}

function Skeleton() {
  return (
    <Delayed>
      <div className={classes.skeleton} role="status">
        <span className="sr-only">
          <Trans>Loading messages</Trans>
        </span>
        {[88, 74, 52, 91, 68].map((width) => (
          <span key={width} style={{ width: `${width}%` }} />
        ))}
      </div>
    </Delayed>
  );
}
