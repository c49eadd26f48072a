import { useLingui } from '@lingui/react/macro';
import { Tooltip } from '@mantine/core';
import {
  IconBell,
  IconBolt,
  IconClipboardList,
  IconHome,
  IconInbox,
  IconMail,
  IconMailOpened,
  IconShieldQuestion,
  IconUsers,
} from '@tabler/icons-react';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Me } from '~/api/types';
import { count } from '~/i18n/format';
import { Brand } from './Brand';
import classes from './Frame.module.css';
import { MeMenu } from './MeMenu';

interface Place {
  to: LinkProps['to'];
  name: string;
  icon: ReactNode;
  badge?: number;
}

const icon = { size: 19, stroke: 1.6 };

export function Rail({ me }: { me: Me }) {
  const { t } = useLingui();
  const places: Place[] = [
    { to: '/', name: t({ message: 'Start', context: 'the page of arrival' }), icon: <IconHome {...icon} /> },
    { to: '/tickets', name: t`Tickets`, icon: <IconInbox {...icon} /> },
    { to: '/macros', name: t`Macros`, icon: <IconBolt {...icon} /> },
  ];
  places.push({ to: '/people', name: t`People`, icon: <IconUsers {...icon} /> });
  if (me.abilities.manage_mailboxes?.allowed) {
    places.push(
      { to: '/mailboxes', name: t`Mailboxes`, icon: <IconMail {...icon} /> },
      { to: '/quarantine', name: t`Quarantine`, icon: <IconShieldQuestion {...icon} /> },
      { to: '/caught-mail', name: t`Caught mail`, icon: <IconMailOpened {...icon} /> },
    );
  }
  if (me.abilities.read_audit?.allowed) {
    places.push({ to: '/audit', name: t`Audit log`, icon: <IconClipboardList {...icon} /> });
  }
  return (
    <nav className={classes.rail} data-pane="" aria-label={t`Main`}>
      <Brand />
      {places.map((place) => (
        <RailLink key={place.to} place={place} />
      ))}
      <span className={classes.spacer} />
      <RailLink
        place={{
          to: '/notifications',
          name: t`Notifications`,
          icon: <IconBell {...icon} />,
          badge: me.unread_notifications,
        }}
      />
      <MeMenu me={me} />
    </nav>
  );
}

function RailLink({ place }: { place: Place }) {
  const { t } = useLingui();
  const unread = place.badge ?? 0;
  const name = unread > 0 ? t`${place.name}, ${unread} unread` : place.name;
  return (
    <Tooltip label={place.name} position="right">
      <Link
        to={place.to}
        className={classes.target}
        aria-label={name}
        activeOptions={{ exact: place.to === '/' }}
      >
        {place.icon}
        {unread > 0 ? (
          <span className={classes.badge} aria-hidden="true">
            {unread > 99 ? '99+' : count(unread)}
          </span>
        ) : null}
      </Link>
    </Tooltip>
  );
}
