import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowUpRight, IconX } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useRef } from 'react';
import { Hint } from '~/actions/Keys';
import { keymap, type ShortcutId } from '~/actions/keymap';
import { useEscape } from '~/actions/useEscape';
import { useResting, useShortcut } from '~/actions/useShortcut';
import { meQuery } from '~/api/session';
import { peekQuery } from '~/api/tickets';
import type { TicketRow } from '~/api/types';
import { MessageCard } from '~/features/ticket/MessageCard';
import { useAnchoredScroll } from '~/features/ticket/useAnchoredScroll';
import { Delayed } from '~/ui/Delayed';
import { Failure } from '~/ui/Failure';
import { LinkIcon } from '~/ui/LinkIcon';
import type { ListSearch } from '../filters';
import { neighbour } from '../useListKeys';
import { PeekFacts } from './PeekFacts';
import classes from './peek.module.css';
import { closePeek, leavePeek, openPeek } from './peeked';

/** So many messages at the end are shown; who wants more opens the ticket. */
const shown = 10;
/** They would act on the ticket that is open behind, which is not the one that is looked at. */
const ofOpened: ReadonlySet<ShortcutId> = new Set(
  keymap.filter(({ group }) => group === 'ticket' || group === 'write').map(({ id }) => id),
);

interface Props {
  row: TicketRow;
  rows: TicketRow[];
  search: ListSearch;
}

/** A look into a ticket beside the list: read only, unannounced, and the keys go on to the next row. */
export default function Peek({ row, rows, search }: Props) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { number } = row;
  const params = { number: String(number) };
  const step = (by: 1 | -1) => {
    const next = neighbour(
      rows.map((one) => one.number),
      number,
      by,
    );
    const to = rows.find((one) => one.number === next);
    if (to) openPeek(to.id);
  };
  useShortcut('next', () => step(1));
  useShortcut('previous', () => step(-1));
  useShortcut('open', () => {
    closePeek();
    void navigate({ to: '/tickets/$number', params, search });
  });
  useEscape(leavePeek);
  useResting(ofOpened);
  useArrows(step);

  return (
    <section className={classes.peek} data-pane="" aria-label={t`Preview of #${number}`}>
      <header className={classes.head}>
        <span className={classes.number}>#{number}</span>
        <h2 dir="auto">{row.subject}</h2>
        <Tooltip label={<Hint name={t`Open the ticket`} of="open" />}>
          <LinkIcon
            to="/tickets/$number"
            params={params}
            search={search}
            aria-label={t`Open the ticket`}
            onClick={closePeek}
          >
            <IconArrowUpRight size={17} stroke={1.6} />
          </LinkIcon>
        </Tooltip>
        <Tooltip label={<Hint name={t`Close the preview`} of="peek" />}>
          <ActionIcon aria-label={t`Close the preview`} onClick={leavePeek}>
            <IconX size={17} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
      </header>
      <PeekFacts row={row} />
      <Messages key={row.id} row={row} search={search} />
    </section>
  );
}

function Messages({ row, search }: Omit<Props, 'rows'>) {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const query = useQuery({ ...peekQuery(row.number, row.seq), placeholderData: (before) => before });
  const scroller = useRef<HTMLDivElement>(null);
  const all = query.data?.results;
  useAnchoredScroll(scroller, all, me.id);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const last = all?.slice(-shown) ?? [];
  const earlier = (all?.length ?? 0) - last.length;
  return (
    // biome-ignore-start lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
    <div
      ref={scroller}
      className={classes.messages}
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label={t`Last messages`}
    >
      {/* biome-ignore-end lint/a11y/noNoninteractiveTabindex: as above */}
      <div className={classes.column}>
        {query.isPending ? (
          <Delayed>
            <p role="status" className={classes.earlier}>
              <Trans>Loading messages</Trans>
            </p>
          </Delayed>
        ) : null}
        {earlier > 0 ? (
          <Link
            to="/tickets/$number"
            params={{ number: String(row.number) }}
            search={search}
            className={classes.earlier}
          >
            <Plural
              value={earlier}
              one="# earlier message in the ticket"
              other="# earlier messages in the ticket"
            />
          </Link>
        ) : null}
        {last.map((message) => (
          <MessageCard key={message.id} message={message} />
        ))}
      </div>
    </div>
  );
}

/** Up and down go on as J and K do, where nothing else has a use for them. */
function useArrows(step: (by: 1 | -1) => void): void {
  const go = useEffectEvent(step);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
      if (by === null || event.defaultPrevented || event.isComposing) return;
      if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return;
      const { target } = event;
      if (
        !(target instanceof Element) ||
        !(target === document.body || target.matches('li[data-ticket] > a'))
      )
        return;
      event.preventDefault();
      go(by);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
}
