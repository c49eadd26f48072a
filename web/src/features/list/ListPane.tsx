import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconListCheck, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Hint } from '~/actions/Keys';
import { viewsQuery } from '~/api/tickets';
import { count } from '~/i18n/format';
import { LinkIcon } from '~/ui/LinkIcon';
import { useLayout } from '~/ui/useLayout';
import { FilterChips } from './FilterChips';
import { FilterPopover } from './FilterPopover';
import { FolderBar } from './FolderBar';
import { defaultView, isNarrowed, type ListSearch } from './filters';
import classes from './list.module.css';
import { closePeek, usePeek } from './peek/peeked';
import { Rows } from './Rows';
import { SearchBox } from './SearchBox';
import { SortMenu } from './SortMenu';
import { clearSelection, toggleMode, useSelection } from './selection';
import { useListKeys } from './useListKeys';
import { useShownRows } from './useShownRows';
import { ViewsMenu } from './ViewsMenu';

const BrokenView = lazy(() => import('./BrokenView'));
const SelectionBar = lazy(() => import('./bulk/SelectionBar'));
const Peek = lazy(() => import('./peek/Peek'));
const FilterDialog = lazy(() => import('./FilterDialog'));

/** The list beside (or before) the ticket: head, search, filters in force, rows. */
export function ListPane() {
  const { t } = useLingui();
  const search = useSearch({ from: '/_app/tickets' });
  const navigate = useNavigate();
  const layout = useLayout();
  const open = Number(useParams({ strict: false, select: (params) => params.number })) || null;
  const { data: views } = useQuery(viewsQuery);
  const view = views?.results.find((one) => one.key === (search.view ?? defaultView));
  const shown = useShownRows(search, open, view);
  useListKeys(shown.rows);
  const peeked = usePeek();
  const inside = shown.rows.find((row) => row.id === peeked);
  const number = inside?.number;

  const selection = useSelection();
  // Once it is there it stays: it shows what came of the last action.
  const [began, setBegan] = useState(false);
  if (selection.chosen.size > 0 && !began) setBegan(true);
  const list = JSON.stringify(search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, another selection
  useEffect(clearSelection, [list]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list, or a ticket opened for real
  useEffect(() => closePeek, [list, open]);

  // It has left the list while it was looked into.
  useEffect(() => {
    if (peeked !== null && !inside) closePeek();
  }, [peeked, inside]);

  // A list without filters has as many rows as its view counts.
  const whole = search.q || isNarrowed(search) ? null : view;
  const total = whole?.count ?? null;
  const capped = whole?.capped ?? false;

  const [building, setBuilding] = useState<'filter' | 'view' | null>(null);
  const change = (next: ListSearch) => void navigate({ to: '.', search: next });

  return (
    <section className={classes.pane} data-pane="li a" aria-label={t`Ticket list`}>
      <header className={classes.head}>
        {layout === 'wide' ? (
          <h2>{view?.name ?? ' '}</h2>
        ) : (
          <ViewsMenu view={view} search={search} onChange={change} />
        )}
        <span className={classes.total} aria-live="polite">
          {total === null ? null : (
            <>
              <span aria-hidden="true">
                {count(total)}
                {capped ? '+' : ''}
              </span>
              <span className="sr-only">
                <Plural value={total} one="# ticket" other="# tickets" />
              </span>
            </>
          )}
        </span>
        {layout === 'phone' || layout === 'tablet' ? (
          <ActionIcon aria-label={t`Select tickets`} aria-pressed={selection.mode} onClick={toggleMode}>
            <IconListCheck size={17} stroke={1.6} />
          </ActionIcon>
        ) : null}
        <SortMenu view={view} search={search} onChange={change} />
        <FilterPopover search={search} onChange={change} onMore={() => setBuilding('filter')} />
        {layout === 'phone' ? null : (
          <Tooltip label={<Hint name={t`New ticket`} of="create" />}>
            <LinkIcon
              to="/tickets/new"
              search={search}
              aria-label={t`New ticket`}
              variant="filled"
              color="accent"
            >
              <IconPlus size={16} stroke={2} />
            </LinkIcon>
          </Tooltip>
        )}
      </header>
      {selection.chosen.size > 0 || began ? (
        <Suspense>
          <SelectionBar
            view={view?.key ?? ''}
            listed={{ rows: shown.rows, further: shown.further, total: capped ? null : total, search }}
          />
        </Suspense>
      ) : null}
      <SearchBox search={search} onChange={change} />
      <FilterChips
        search={search}
        onChange={change}
        onMore={() => setBuilding('filter')}
        onSave={() => setBuilding('view')}
      />
      {view && view.problems.length > 0 ? (
        <Suspense>
          <BrokenView view={view} />
        </Suspense>
      ) : null}
      {view?.key === 'spam' || view?.key === 'trash' ? (
        <FolderBar folder={view.key} count={view.count ?? 0} onEmptied={shown.follow} />
      ) : null}
      {shown.updates > 0 ? (
        <button type="button" className={classes.pill} onClick={shown.renew}>
          <Plural value={shown.updates} one="# update" other="# updates" />
        </button>
      ) : null}
      {search.q && shown.capped ? (
        <p className={classes.stale} role="status">
          <Trans>
            These are the newest tickets that have it; there are more. Add a word to narrow it down.
          </Trans>
        </p>
      ) : null}
      {shown.stale ? (
        <p className={classes.stale} role="status">
          <Trans>Could not refresh.</Trans>{' '}
          <button type="button" onClick={shown.retry}>
            <Trans>Try again</Trans>
          </button>
        </p>
      ) : null}
      <Rows shown={shown} total={capped ? null : total} search={search} open={open} onChange={change} />
      {/* The focus stays in the list: whoever hears the page is told that something has opened beside it. */}
      <span className="sr-only" role="status">
        {inside ? t`Preview of #${number}` : null}
      </span>
      {inside ? (
        <Suspense>
          <Peek row={inside} rows={shown.rows} search={search} />
        </Suspense>
      ) : null}
      {building ? (
        <Suspense>
          <FilterDialog
            search={search}
            view={view}
            asView={building === 'view'}
            onChange={change}
            onClose={() => setBuilding(null)}
          />
        </Suspense>
      ) : null}
    </section>
  );
}
