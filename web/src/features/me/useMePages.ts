import { useLingui } from '@lingui/react/macro';
import type { LinkProps } from '@tanstack/react-router';

/** What belongs to the person who is signed in: one page each, a route below /me. */
export function useMePages(): { to: LinkProps['to']; name: string }[] {
  const { t } = useLingui();
  return [
    { to: '/me/profile', name: t`Profile` },
    { to: '/me/security', name: t`Security` },
    { to: '/me/notifications', name: t`Notifications` },
    { to: '/me/shortcuts', name: t`Shortcuts` },
    { to: '/me/drafts', name: t`My texts` },
    { to: '/me/tokens', name: t`API tokens` },
  ];
}
