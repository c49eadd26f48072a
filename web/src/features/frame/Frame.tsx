import { Trans } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useEffect } from 'react';
import { FrameKeys } from '~/actions/FrameKeys';
import { meQuery } from '~/api/session';
import { SendBars } from '~/features/composer/SendBars';
import { useNews } from '~/features/notifications/useNews';
import { useCollisionOn } from '~/features/presence/lazy';
import { inZone } from '~/i18n/format';
import { activate, pickLocale } from '~/i18n/locales';
import { Live } from '~/realtime/Live';
import { useLayout } from '~/ui/useLayout';
import { BottomBar } from './BottomBar';
import classes from './Frame.module.css';
import { Rail } from './Rail';
import { useActivity } from './useActivity';
import { useSignedOut } from './useSignedOut';

const ChatDock = lazy(() => import('~/features/chat/ChatDock'));

/** Ground, rail and one inset panel; everything that outlives a single page hangs here. */
export function Frame() {
  const { data: me } = useSuspenseQuery(meQuery);
  const layout = useLayout();
  const collisionOn = useCollisionOn();
  useSignedOut();
  useNews();

  inZone(me.time_zone);
  useActivity();
  useEffect(() => {
    if (me.language) void activate(pickLocale([me.language]), true);
  }, [me.language]);

  return (
    <Live>
      <a className="skip-link" href="#main">
        <Trans>Skip to the content</Trans>
      </a>
      <div className={classes.frame}>
        {layout === 'phone' ? null : <Rail me={me} />}
        <main id="main" className={classes.panel} tabIndex={-1}>
          <Outlet />
        </main>
        {layout === 'phone' ? <BottomBar me={me} /> : null}
      </div>
      <SendBars />
      <Suspense>{collisionOn ? <ChatDock /> : null}</Suspense>
      <FrameKeys own={me.shortcuts} />
    </Live>
  );
}
