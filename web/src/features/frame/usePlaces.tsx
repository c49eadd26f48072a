import { useLingui } from '@lingui/react/macro';
import {
  IconBell,
  IconBolt,
  IconClipboardList,
  IconHome,
  IconInbox,
  IconMail,
  IconMailbox,
  IconMailOpened,
  IconMailX,
  IconRepeatOff,
  IconShieldQuestion,
  IconUsers,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { mailTroubleQuery } from '~/api/settings';
import type { Me } from '~/api/types';

export interface Place {
  to: LinkProps['to'];
  name: string;
  icon: ReactNode;
  badge?: number;
}

const icon = { size: 19, stroke: 1.6 };

/** Where this person may go; the last one stands apart from the others. */
export function usePlaces(me: Me): Place[] {
  const { t } = useLingui();
  const places: Place[] = [
    { to: '/', name: t({ message: 'Start', context: 'the page of arrival' }), icon: <IconHome {...icon} /> },
    { to: '/tickets', name: t`Tickets`, icon: <IconInbox {...icon} /> },
    { to: '/macros', name: t`Macros`, icon: <IconBolt {...icon} /> },
    { to: '/people', name: t`People`, icon: <IconUsers {...icon} /> },
  ];
  const { data: trouble } = useQuery(mailTroubleQuery);
  if (trouble && trouble.failed > 0) {
    places.push({
      to: '/failed-mail',
      name: t`Failed mail`,
      icon: <IconMailX {...icon} />,
      badge: trouble.failed,
    });
  }
  if (trouble && trouble.quarantined > 0) {
    places.push({
      to: '/quarantine',
      name: t`Quarantine`,
      icon: <IconShieldQuestion {...icon} />,
      badge: trouble.quarantined,
    });
  }
  if (trouble && trouble.loops + trouble.blocked > 0) {
    places.push({
      to: '/automatic-mail',
      name: t`Automatic mail`,
      icon: <IconRepeatOff {...icon} />,
      badge: trouble.loops,
    });
  }
  if (me.abilities.read_quarantine?.allowed) {
    places.push({ to: '/mail-log', name: t`Incoming mail`, icon: <IconMailbox {...icon} /> });
  }
  if (me.abilities.manage_mailboxes?.allowed) {
    places.push(
      { to: '/mailboxes', name: t`Mailboxes`, icon: <IconMail {...icon} /> },
      { to: '/caught-mail', name: t`Caught mail`, icon: <IconMailOpened {...icon} /> },
    );
  }
  if (me.abilities.read_audit?.allowed) {
    places.push({ to: '/audit', name: t`Audit log`, icon: <IconClipboardList {...icon} /> });
  }
  const badge = me.unread_notifications;
  return [...places, { to: '/notifications', name: t`Notifications`, icon: <IconBell {...icon} />, badge }];
}
