import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconFilterOff, IconMoodSmile } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { meQuery } from '~/api/session';
import { viewsQuery } from '~/api/tickets';
import { useCollisionOn } from '~/features/presence/lazy';
import { useRowRooms } from '~/features/presence/rows';
import { count } from '~/i18n/format';
import { Delayed } from '~/ui/Delayed';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { isNarrowed, type ListSearch, withoutFilters } from './filters';
import classes from './list.module.css';
import { usePeek } from './peek/peeked';
import { Row } from './Row';
import { chooseUpTo, toggle, useSelection } from './selection';
import { useRowFocus } from './useRowFocus';
import type { ShownRows } from './useShownRows';

const Swiping = lazy(() => import('./swipe/Swiping'));

const rowHeight = 64;

interface Props {
  shown: ShownRows;
  /** How many there are; null when nobody has counted. */
  total: number | null;
  search: ListSearch;
  open: number | null;
  onChange: (search: ListSearch) => void;
}

export function Rows({ shown, total, search, open, onChange }: Props) {
  const { t } = useLingui();
  const scroller = useRef<HTMLDivElement>(null);
  const { rows } = shown;
  const { chosen, mode } = useSelection();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });

  const items = virtual.getVirtualItems();
  const lastIndex = items.at(-1)?.index ?? 0;
  const { hasMore, loadMore } = shown;
  useEffect(() => {
    if (hasMore && lastIndex >= rows.length - 10) loadMore();
  }, [hasMore, lastIndex, rows.length, loadMore]);

  useRowRooms(
    items.flatMap((item) => rows[item.index]?.id ?? []),
    useCollisionOn(),
  );
  const [list, setList] = useState<HTMLUListElement | null>(null);
  const { data: me } = useSuspenseQuery(meQuery);
  const finger = useMediaQuery('(any-pointer: coarse)', undefined, { getInitialValueInEffect: false });
  // While rows are being chosen a finger only chooses.
  const swipes = finger && me.shortcuts.swipe && !mode && chosen.size === 0;

  const peeked = usePeek();
  const peekedIndex = rows.findIndex((row) => row.id === peeked);
  useRowFocus(scroller, peekedIndex < 0 ? null : peeked, () => {
    virtual.scrollToIndex(peekedIndex, { align: 'auto' });
  });

  const openIndex = rows.findIndex((row) => row.number === open);
  useEffect(() => {
    if (openIndex >= 0) virtual.scrollToIndex(openIndex, { align: 'auto' });
  }, [openIndex, virtual]);

  if (shown.loading) return <Skeletons />;
  if (shown.error) return <Failure error={shown.error} retry={shown.retry} />;
  if (rows.length === 0) return <NoRows search={search} onChange={onChange} />;

  return (
    <div
      ref={scroller}
      className={classes.scroller}
      data-dimmed={shown.dimmed || undefined}
      onPointerEnter={() => shown.hover(true)}
      onPointerLeave={() => shown.hover(false)}
    >
      <ul
        ref={setList}
        className={classes.rows}
        aria-label={t`Tickets`}
        data-swipes={swipes || undefined}
        data-choosing={mode || chosen.size > 0 || undefined}
        style={{ height: virtual.getTotalSize() }}
      >
        {items.map((item) => {
          const row = rows[item.index];
          return row ? (
            <li
              key={item.key}
              data-ticket={row.id}
              data-peeked={row.id === peeked || undefined}
              data-chosen={chosen.has(row.id) || undefined}
              aria-setsize={total ?? -1}
              aria-posinset={item.index + 1}
              style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
            >
              <Row row={row} search={search} open={row.number === open} />
              <label className={classes.choose}>
                <input
                  type="checkbox"
                  aria-label={t`Select #${row.number}`}
                  checked={chosen.has(row.id)}
                  onClick={(event) => {
                    if (!event.shiftKey) return;
                    event.preventDefault();
                    chooseUpTo(rows, row);
                  }}
                  onChange={() => toggle(row)}
                />
              </label>
            </li>
          ) : null;
        })}
      </ul>
      {swipes ? (
        <Suspense>
          <Swiping list={list} rows={rows} onDone={shown.takeNext} />
        </Suspense>
      ) : null}
    </div>
  );
}

function SeeSnoozed({ count: number, onChange }: { count: number; onChange: Props['onChange'] }) {
  return (
    <Button variant="default" onClick={() => onChange({ view: 'snoozed' })}>
      <Trans>See snoozed ({count(number)})</Trans>
    </Button>
  );
}

function Skeletons() {
  const { t } = useLingui();
  return (
    <Delayed>
      <div className={classes.skeletons} role="status" aria-label={t`Loading tickets`}>
        {[70, 55, 82, 64, 48, 76, 60, 52].map((width) => (
          <div key={width}>
            <span style={{ width: `${width}%` }} />
            <span style={{ width: `${width / 2}%` }} />
          </div>
        ))}
      </div>
    </Delayed>
  );
}

function NoRows({ search, onChange }: Pick<Props, 'search' | 'onChange'>) {
  const { data: views } = useQuery(viewsQuery);
  const filtered = isNarrowed(search) || search.q;
  const asleep = search.view === 'snoozed' ? 0 : views?.results.find((view) => view.key === 'snoozed')?.count;
  if (!filtered) {
    return (
      <Empty
        icon={<IconMoodSmile size={22} stroke={1.6} />}
        title={<Trans>Nothing needs you here.</Trans>}
        action={asleep ? <SeeSnoozed count={asleep} onChange={onChange} /> : undefined}
      >
        <Trans>New tickets appear by themselves.</Trans>
      </Empty>
    );
  }
  return (
    <Empty
      icon={<IconFilterOff size={22} stroke={1.6} />}
      title={search.q ? <Trans>No hits in this view</Trans> : <Trans>No ticket passes these filters</Trans>}
      action={
        <>
          <Button variant="default" onClick={() => onChange(withoutFilters(search))}>
            <Trans>Clear search and filters</Trans>
          </Button>
          {search.q && search.view !== 'all' ? (
            <Button variant="default" onClick={() => onChange({ q: search.q ?? '', view: 'all' })}>
              <Trans>Search all tickets</Trans>
            </Button>
          ) : null}
        </>
      }
    />
  );
}
