import { Trans } from '@lingui/react/macro';
import { IconAlarm, IconLock, IconUserCheck } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { createPortal } from 'react-dom';
import type { TicketRow } from '~/api/types';
import { complain } from '~/ui/notify';
import classes from './swipe.module.css';
import { useRowActs } from './useRowActs';
import { type Swiped, useSwipe } from './useSwipe';

const SnoozeDialog = lazy(() => import('~/features/ticket/SnoozeDialog'));

interface Props {
  list: HTMLElement | null;
  rows: TicketRow[];
  /** Something was done to a row: the list may let it go at once. */
  onDone: () => void;
}

/** Rows answer to a finger: to the left they are snoozed, to the right they become one's own. */
export default function Swiping({ list, rows, onDone }: Props) {
  const [asking, setAsking] = useState<TicketRow | null>(null);
  const { refusal, assign } = useRowActs(onDone);
  const swiped = useSwipe(list, {
    rowOf: (id) => rows.find((row) => row.id === id),
    refusal,
    act: (row, side) => (side === 'left' ? setAsking(row) : void assign(row)),
    refuse: complain,
  });
  return (
    <>
      {swiped ? <Sign swiped={swiped} reason={refusal(swiped.row, swiped.side)} /> : null}
      {asking ? (
        <Suspense>
          <SnoozeDialog ticket={asking} onClose={() => setAsking(null)} onDone={onDone} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Behind the row: what letting go would do, plainly other once it would. */
function Sign({ swiped, reason }: { swiped: Swiped; reason: string | null }) {
  const { element, side, armed } = swiped;
  const icon = { size: 20, stroke: 1.8 };
  return createPortal(
    <span
      aria-hidden="true"
      className={classes.sign}
      data-side={side}
      data-armed={armed || undefined}
      data-refused={reason !== null || undefined}
    >
      {reason !== null ? (
        <IconLock {...icon} />
      ) : side === 'left' ? (
        <>
          <IconAlarm {...icon} />
          <Trans>Snooze…</Trans>
        </>
      ) : (
        <>
          <IconUserCheck {...icon} />
          <Trans>Assign to me</Trans>
        </>
      )}
    </span>,
    element,
  );
}
