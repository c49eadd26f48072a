import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Ticket } from '~/api/types';
import { dateTime } from '~/i18n/format';
import { ActivityList } from './ActivityList';
import { Picture } from './Picture';
import { inWindow, others } from './people';
import classes from './presence.module.css';
import { useKnown } from './store';
import { useTick } from './times';
import { useNames, useStateWords } from './useStateWords';
import type { Present } from './wire';

interface Props {
  ticket: Ticket;
  /** What can be done with one of them, and with all: the place of the chat. */
  actions?: (one: Present) => ReactNode;
  foot?: ReactNode;
}

/** Who is in the ticket and who was, and all that others did since I opened it. */
export function CollisionWindow({ ticket, actions, foot }: Props) {
  const { t } = useLingui();
  const known = useKnown();
  useTick();
  if (!known?.presence) return null;
  const all = others(known.presence, known.me);
  const { here, left, more } = inWindow(all);
  const { number } = ticket;
  const lease = known.presence.lease?.person;
  return (
    <>
      {known.stale ? (
        <p className={classes.stale} role="status">
          <IconPlugConnectedX size={14} stroke={1.8} />
          <Trans>The live link is down: who is here may be out of date.</Trans>
        </p>
      ) : null}
      <section aria-label={t`People`} className={classes.people} data-stale={known.stale || undefined}>
        <h2 tabIndex={-1} data-autofocus>
          <Trans>Who is here</Trans>
        </h2>
        {here.length === 0 ? (
          <p className={classes.nobody}>
            <Trans>Nobody else has #{number} open.</Trans>
          </p>
        ) : (
          <ul>
            {here.map((one) => (
              <Person key={one.person} one={one} leased={lease === one.person}>
                {actions?.(one)}
              </Person>
            ))}
          </ul>
        )}
        {left.length > 0 ? (
          <>
            <h3>
              <Trans>Left a short while ago</Trans>
            </h3>
            <ul>
              {left.map((one) => (
                <Person key={one.person} one={one} leased={false}>
                  {actions?.(one)}
                </Person>
              ))}
            </ul>
            {more > 0 ? (
              <p className={classes.nobody}>
                <Plural value={more} one="# more" other="# more" />
              </p>
            ) : null}
          </>
        ) : null}
        {foot}
      </section>
      <ActivityList rows={known.rows} />
    </>
  );
}

function Person({ one, leased, children }: { one: Present; leased: boolean; children: ReactNode }) {
  const name = useNames()(one.person);
  const words = useStateWords()(one);
  return (
    <li>
      <Picture one={one} size={26} leased={leased} />
      <span>
        <b>{name}</b>
        <small title={one.left_at ? dateTime(one.left_at) : undefined}>{words}</small>
      </span>
      {children}
    </li>
  );
}
