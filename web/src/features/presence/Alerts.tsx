import { Plural, useLingui } from '@lingui/react/macro';
import { CloseButton } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { Avatar } from '~/ui/Avatar';
import { Did, Who } from './ActivityList';
import { type AlertKind, freshAlerts, type Row } from './activity';
import classes from './presence.module.css';
import { change, serverNow, useKnown } from './store';
import { useNames } from './useStateWords';

/** More than so many at once become "n more". */
const shownAtOnce = 3;
/** Milliseconds: what happened while the page was on its way. */
const slack = 1_000;

/**
 * What colleagues do just now, for a few seconds each, newest on top. It stands above the composer and never over it. Going away
 * leaves the line unread in the list.
 */
export function Alerts({ seconds, wanted }: { seconds: number; wanted: ReadonlySet<AlertKind> }) {
  const { t } = useLingui();
  const known = useKnown();
  const before = useRef(new Set<string>());
  const [opened] = useState(Date.now);
  const [up, setUp] = useState<Row[]>([]);
  const [held, setHeld] = useState(false);
  const rows = known?.visit ? known.rows : null;

  useEffect(() => {
    if (!rows) return;
    // What was there before this page looked is in the list, and pops up no more.
    const now = serverNow();
    const fresh = freshAlerts(rows, before.current, wanted, now, now - (Date.now() - opened) - slack);
    if (fresh.length > 0) setUp((all) => [...fresh.toReversed(), ...all]);
    for (const row of rows) before.current.add(row.id);
  }, [rows, wanted, opened]);

  const drop = (id: string) => setUp((all) => all.filter((row) => row.id !== id));
  const shown = up.slice(0, shownAtOnce);
  const more = up.length - shown.length;
  return (
    <section
      className={classes.alerts}
      aria-label={t`What colleagues do`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {shown.map((row) => (
        <Alert key={row.id} row={row} seconds={seconds} held={held} onDone={() => drop(row.id)} />
      ))}
      {up.slice(shownAtOnce).map((row) => (
        <Waiting key={row.id} seconds={seconds} held={held} onDone={() => drop(row.id)} />
      ))}
      {more > 0 ? (
        <button type="button" className={classes.alertsMore} onClick={() => change({ window: true })}>
          <Plural value={more} one="# more" other="# more" />
        </button>
      ) : null}
    </section>
  );
}

interface OneProps {
  seconds: number;
  held: boolean;
  onDone: () => void;
}

function useLeaving({ seconds, held, onDone }: OneProps): void {
  const done = useRef(onDone);
  useEffect(() => {
    done.current = onDone;
  });
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => done.current(), seconds * 1_000);
    return () => clearTimeout(timer);
  }, [held, seconds]);
}

/** Not drawn, but its time runs too. */
function Waiting(props: OneProps) {
  useLeaving(props);
  return null;
}

function Alert({ row, ...rest }: OneProps & { row: Row }) {
  const { t } = useLingui();
  const names = useNames();
  useLeaving(rest);
  return (
    <div className={classes.alert} role="status">
      <Avatar name={row.type === 'act' ? names(row.person) : row.event.actor.name} kind="agent" size={22} />
      <p>
        <b>
          <Who row={row} />
        </b>{' '}
        <Did row={row} />
      </p>
      <CloseButton size="sm" aria-label={t`Dismiss`} onClick={rest.onDone} />
    </div>
  );
}
