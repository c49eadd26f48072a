import { useLingui } from '@lingui/react/macro';
import { Link, Outlet } from '@tanstack/react-router';
import { PageFrame } from '~/ui/PageFrame';
import classes from './me.module.css';
import { useMePages } from './useMePages';

/** What belongs to the person who is signed in: one tab a page, each a route below /me. */
export function MePage() {
  const { t } = useLingui();
  const tabs = useMePages();
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
