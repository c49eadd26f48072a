import { useLingui } from '@lingui/react/macro';
import { IconBell, IconInbox, IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { Link, useRouterState } from '@tanstack/react-router';
import { perform } from '~/actions/useShortcut';
import type { Me } from '~/api/types';
import { count } from '~/i18n/format';
import classes from './Frame.module.css';
import { MeMenu } from './MeMenu';

const icon = { size: 20, stroke: 1.6 };

/** The phone's rail; it steps aside inside a ticket, where the composer needs the room. */
export function BottomBar({ me }: { me: Me }) {
  const { t } = useLingui();
  const inTicket = useRouterState({ select: (state) => /\/tickets\/./.test(state.location.pathname) });
  if (inTicket) return null;
  const unread = me.unread_notifications;
  return (
    <nav className={classes.bar} data-pane="" aria-label={t`Main`}>
      <Link to="/tickets" className={classes.target}>
        <IconInbox {...icon} />
        {t`Tickets`}
      </Link>
      <Link to="/people" className={classes.target}>
        <IconUsers {...icon} />
        {t`People`}
      </Link>
      <button type="button" className={classes.target} onClick={() => perform('palette')}>
        <IconSearch {...icon} />
        {t`Find`}
      </button>
      <Link to="/tickets/new" className={classes.target} activeProps={{}}>
        <IconPlus {...icon} />
        {t({ message: 'New', context: 'new ticket, short' })}
      </Link>
      <Link to="/notifications" className={classes.target}>
        <IconBell {...icon} />
        {t({ message: 'Alerts', context: 'notifications, short' })}
        {unread > 0 ? <span className={classes.badge}>{unread > 99 ? '99+' : count(unread)}</span> : null}
      </Link>
      <MeMenu me={me} labelled />
    </nav>
  );
}
