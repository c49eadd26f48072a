import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import { ChangedValues } from '~/features/ticket/ChangedValues';
import { untilOf } from '~/features/ticket/untilOf';
import { useActorKinds } from '~/features/ticket/useActorKinds';
import { dateTime, time } from '~/i18n/format';
import type { Row } from './activity';
import classes from './presence.module.css';
import { mark, useKnown } from './store';
import { useActWords, useNames } from './useStateWords';

/** Milliseconds in view after which a line counts as read. */
const reading = 2_000;

/** Lines turn read after a moment in view; those that were in view at all, when the list is closed. */
export function ActivityList({ rows }: { rows: readonly Row[] }) {
  const { t } = useLingui();
  const read = new Set(useKnown()?.visit?.read);
  const list = useRef<HTMLOListElement>(null);
  const seen = useRef(new Set<string>());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const watcher = useRef<IntersectionObserver | null>(null);
  useEffect(() => {
    const { current: waiting } = timers;
    const { current: viewed } = seen;
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const id = (target as HTMLElement).dataset.row ?? '';
        clearTimeout(waiting.get(id));
        if (!isIntersecting) continue;
        viewed.add(id);
        waiting.set(
          id,
          setTimeout(() => mark('read', [id]), reading),
        );
      }
    });
    watcher.current = observer;
    return () => {
      observer.disconnect();
      for (const timer of waiting.values()) clearTimeout(timer);
      mark('read', [...viewed]);
    };
  }, []);
  const ids = rows.map((row) => row.id).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is watched are the lines that are there now
  useEffect(() => {
    for (const line of list.current?.children ?? []) watcher.current?.observe(line);
  }, [ids]);

  return (
    <section className={classes.activity} aria-label={t`Activity since I opened`}>
      <h2>
        <Trans>Activity since I opened</Trans>
      </h2>
      {rows.length === 0 ? (
        <p className={classes.nobody}>
          <Trans>Nothing yet. What others do here from now on appears in this list.</Trans>
        </p>
      ) : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard */}
      <ol ref={list} tabIndex={0} aria-label={t`Activity since I opened`}>
        {rows.map((row) => (
          <Line key={row.id} row={row} unread={!read.has(row.id)} />
        ))}
      </ol>
    </section>
  );
}

function Line({ row, unread }: { row: Row; unread: boolean }) {
  const { t } = useLingui();
  return (
    <li data-row={row.id} data-unread={unread || undefined}>
      <div>
        <p>
          <b>
            <Who row={row} />
          </b>{' '}
          <Did row={row} />
          {unread ? <span className="sr-only"> ({t`unread`})</span> : null}
        </p>
        {row.type === 'event' ? <ChangedValues event={row.event} className={classes.values} /> : null}
        {row.type === 'event' && row.event.cause ? <small>{row.event.cause.label}</small> : null}
      </div>
      <time dateTime={row.at} title={dateTime(row.at)}>
        {time(row.at)}
      </time>
    </li>
  );
}

/** Who did it: a colleague, a customer, a rule. */
export function Who({ row }: { row: Row }) {
  const names = useNames();
  const kinds = useActorKinds();
  if (row.type === 'act') return names(row.person);
  return row.event.actor.name || kinds[row.event.actor.kind];
}

/** What was done, without who did it. */
export function Did({ row }: { row: Row }) {
  const acts = useActWords();
  return row.type === 'act' ? acts[row.act] : `${row.event.sentence}${untilOf(row.event)}`;
}
