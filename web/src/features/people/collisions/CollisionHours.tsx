import { Trans, useLingui } from '@lingui/react/macro';
import type { CollisionNumbers } from '~/api/collisions';
import { count } from '~/i18n/format';
import classes from './collisions.module.css';

/** One column for each hour of the day, in it the share that was over one answer. */
export function CollisionHours({ hours }: { hours: CollisionNumbers['hours'] }) {
  const { t } = useLingui();
  const most = Math.max(1, ...hours.map((one) => one.collisions));
  const share = (value: number) => `${(Math.min(value, most) / most) * 100}%`;
  return (
    <figure className={classes.hours}>
      <figcaption>
        <h3>
          <Trans>By hour of the day</Trans>
        </h3>
        <span data-kind="all">
          <Trans>Collisions seen</Trans>
        </span>
        <span data-kind="answer">
          <Trans>Over one answer</Trans>
        </span>
      </figcaption>
      <ol>
        {hours.map(({ hour, collisions, over_answer }) => {
          const at = `${String(hour).padStart(2, '0')}:00`;
          const [all, over] = [count(collisions), count(over_answer)];
          const words = t`${at}: collisions: ${all}, over one answer: ${over}`;
          return (
            <li key={hour} title={words}>
              <span className={classes.spoken}>{words}</span>
              <span aria-hidden="true" data-kind="all" style={{ height: share(collisions) }} />
              <span aria-hidden="true" data-kind="answer" style={{ height: share(over_answer) }} />
              <small aria-hidden="true">{hour % 3 === 0 ? hour : ''}</small>
            </li>
          );
        })}
      </ol>
    </figure>
  );
}
