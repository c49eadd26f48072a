import { useLingui } from '@lingui/react/macro';
import { Link, type LinkProps, Outlet } from '@tanstack/react-router';
import { PageFrame } from '~/ui/PageFrame';
import classes from './me.module.css';

/** What belongs to the person who is signed in: one tab a page, each a route below /me. */
export function MePage() {
  const { t } = useLingui();
  const tabs: { to: LinkProps['to']; name: string }[] = [
    { to: '/me/profile', name: t`Profile` },
    { to: '/me/security', name: t`Security` },
    { to: '/me/notifications', name: t`Notifications` },
    { to: '/me/shortcuts', name: t`Shortcuts` },
    { to: '/me/tokens', name: t`API tokens` },
  ];
  return (
    <PageFrame title={t`My settings`}>
      <nav className={classes.tabs} aria-label={t`My settings`}>
        {tabs.map(({ to, name }) => (
          <Link key={to} to={to}>
            {name}
          </Link>
        ))}
      </nav>
      <Outlet />
    </PageFrame>
  );
}
