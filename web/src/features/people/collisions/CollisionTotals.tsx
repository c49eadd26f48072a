import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { CollisionFigures } from '~/api/collisions';
import { count } from '~/i18n/format';
import classes from './collisions.module.css';
import { duration } from './duration';

/** What came of it all, each with a sentence that says what it means. */
export function CollisionTotals({ figures }: { figures: CollisionFigures }) {
  const { settled_slow_ms } = figures;
  const [asked, held] = [count(figures.gave_way), count(figures.held_for_colleague)];
  const outdated = figures.held_for_customer > 0 ? count(figures.held_for_customer) : null;
  const slow = settled_slow_ms === null ? null : duration(settled_slow_ms);
  return (
    <dl className={classes.totals}>
      <Total value={count(figures.collisions)} name={<Trans>Collisions seen</Trans>}>
        <Trans>Two or more had a ticket open at the same time.</Trans>
      </Total>
      <Total value={count(figures.over_answer)} name={<Trans>Over one answer</Trans>}>
        <Trans>Two or more had a reply open.</Trans>
      </Total>
      <Total value={count(figures.prevented)} name={<Trans>Second answers prevented</Trans>}>
        <Trans>
          Gave way when asked: {asked}. Held back by the server: {held}.
        </Trans>
      </Total>
      <Total value={count(figures.agreed)} name={<Trans>Settled by a move</Trans>}>
        <Trans>Agreed on with one click in the chat.</Trans>
      </Total>
      <Total
        value={figures.settled_ms === null ? '–' : duration(figures.settled_ms)}
        name={<Trans>Until settled</Trans>}
      >
        {slow === null ? (
          <Trans>It has not come to that yet.</Trans>
        ) : (
          <Trans>From the second open reply to the last but one; nine in ten within {slow}.</Trans>
        )}
      </Total>
      <Total value={count(figures.sent_knowing)} name={<Trans>Sent knowingly</Trans>}>
        <Trans>Sent after what was new was shown.</Trans>{' '}
        {outdated ? <Trans>Held back because the customer had written: {outdated}.</Trans> : null}
      </Total>
    </dl>
  );
}

function Total({ name, value, children }: { name: ReactNode; value: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <strong>{value}</strong>
        <small>{children}</small>
      </dd>
    </div>
  );
}
