import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { listQuery } from '~/api/tickets';
import type { TicketRow, View } from '~/api/types';
import { departed } from './departed';
import { type ListSearch, toFilters } from './filters';
import { grows, inShownOrder, sameOrder } from './order';

/** How long the pointer and the keys must rest before waiting rows come in by themselves. */
const idle = 10_000;

interface Frozen {
  key: string;
  ids: string[];
  known: Map<string, TicketRow>;
}

export interface ShownRows {
  rows: TicketRow[];
  updates: number;
  loading: boolean;
  dimmed: boolean;
  /** The last refresh failed; the rows are those of before. */
  stale: boolean;
  error: unknown;
  /** More tickets have the words than are listed. */
  capped: boolean;
  hasMore: boolean;
  /** Whether the list has rows that are not loaded, or not yet. */
  further: boolean;
  loadMore: () => void;
  renew: () => void;
  /** From now on rows come and go at once in this list: the agent has asked for what happens to it. */
  follow: () => void;
  /** The next news of this list comes in at once: it is what the agent has just done to a row. */
  takeNext: () => void;
  retry: () => void;
  hover: (inside: boolean) => void;
}

const freeze = (key: string, rows: TicketRow[]): Frozen => ({
  key,
  ids: rows.map((row) => row.id),
  known: new Map(rows.map((row) => [row.id, row])),
});

/** The list's data in an order that changes only when the agent asks for it, or looks elsewhere. */
export function useShownRows(search: ListSearch, open: number | null, view: View | undefined): ShownRows {
  const filters = toFilters(search);
  // A view whose condition was edited is another list under the same address.
  const key = JSON.stringify([filters, view?.group === 'own' ? view.condition : null]);
  const query = useInfiniteQuery({ ...listQuery(filters), placeholderData: keepPreviousData });
  const fresh = useMemo(() => query.data?.pages.flatMap((page) => page.results) ?? [], [query.data]);
  const [frozen, setFrozen] = useState<Frozen>(() => freeze('', []));
  const [followed, setFollowed] = useState('');
  const [next, setNext] = useState('');
  const hovered = useRef(false);

  // Another list, or more of the same one: nothing on screen moves, so the order is taken over at once.
  const settled = query.data !== undefined && !query.isPlaceholderData;
  // The open ticket is one that the agent has just made or gone to: it does not hide behind the pill.
  const opened = fresh.find((row) => row.number === open);
  const missing = opened !== undefined && !frozen.ids.includes(opened.id);
  const follows = (followed === key || next === key) && !sameOrder(frozen.ids, fresh);
  if (settled && (frozen.key !== key || missing || follows || grows(frozen.ids, fresh))) {
    setFrozen(freeze(key, fresh));
    if (next !== '') setNext('');
  }

  const shown = useMemo(() => inShownOrder(frozen.ids, frozen.known, fresh, departed), [frozen, fresh]);
  const renew = useCallback(() => setFrozen(freeze(key, fresh)), [key, fresh]);

  useEffect(() => {
    if (shown.updates === 0) return;
    const timer = setInterval(() => {
      if (!hovered.current) renew();
    }, idle);
    return () => clearInterval(timer);
  }, [shown.updates, renew]);

  return {
    rows: shown.rows,
    updates: settled && frozen.key === key ? shown.updates : 0,
    loading: query.isPending,
    dimmed: query.isPlaceholderData,
    stale: query.isRefetchError,
    error: query.isLoadingError ? query.error : null,
    capped: query.data?.pages[0]?.capped ?? false,
    hasMore: query.hasNextPage && !query.isFetchingNextPage,
    further: query.hasNextPage,
    loadMore: () => void query.fetchNextPage(),
    renew,
    follow: () => setFollowed(key),
    takeNext: () => setNext(key),
    retry: () => void query.refetch(),
    hover: (inside) => {
      hovered.current = inside;
    },
  };
}
