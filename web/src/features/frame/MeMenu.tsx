import { Trans, useLingui } from '@lingui/react/macro';
import { type MantineColorScheme, Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconBolt,
  IconBrightnessAuto,
  IconClipboardList,
  IconExternalLink,
  IconHome,
  IconKeyboard,
  IconLogout,
  IconMail,
  IconMailbox,
  IconMailOpened,
  IconMailX,
  IconMoon,
  IconRepeatOff,
  IconShieldQuestion,
  IconSun,
  IconUserCog,
} from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { Keys } from '~/actions/Keys';
import { perform } from '~/actions/useShortcut';
import { keys } from '~/api/keys';
import { changeMe, installationQuery, signOut } from '~/api/session';
import { mailTroubleQuery } from '~/api/settings';
import type { Me } from '~/api/types';
import { activate, type Locale, locales } from '~/i18n/locales';
import { forget } from '~/offline/forget';
import { Avatar } from '~/ui/Avatar';
import { roleNames } from '~/ui/names';
import { useLayout } from '~/ui/useLayout';
import classes from './Frame.module.css';

const icon = { size: 16, stroke: 1.6 };

export function MeMenu({ me, labelled = false }: { me: Me; labelled?: boolean }) {
  const { t, i18n } = useLingui();
  const [open, setOpen] = useState(false);
  const navigate = useNavigate();
  const client = useQueryClient();
  const phone = useLayout() === 'phone';
  const { data: trouble } = useQuery({ ...mailTroubleQuery, enabled: phone });

  async function leave(): Promise<void> {
    await signOut();
    await forget(client);
    await navigate({ to: '/sign-in' });
  }

  return (
    <Menu opened={open} onChange={setOpen} position={labelled ? 'top-end' : 'right-end'} width={240}>
      <Menu.Target>
        <button type="button" className={classes.target} aria-label={t`My menu: ${me.name}`}>
          <Avatar name={me.name} kind="agent" size={labelled ? 22 : 28} />
          {labelled ? (
            <span aria-hidden="true">{t({ message: 'Me', context: 'my menu, short' })}</span>
          ) : null}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {me.name} · {i18n._(roleNames[me.role])}
        </Menu.Label>
        <Menu.Item
          leftSection={<IconUserCog {...icon} />}
          onClick={() => void navigate({ to: '/me/profile' })}
        >
          <Trans>My settings</Trans>
        </Menu.Item>
        {phone ? (
          <Menu.Item leftSection={<IconBolt {...icon} />} onClick={() => void navigate({ to: '/macros' })}>
            <Trans>Macros</Trans>
          </Menu.Item>
        ) : null}
        <Language />
        <Scheme />
        {me.demo ? <Colleagues me={me} /> : null}
        {phone ? (
          <>
            <Menu.Divider />
            <Menu.Item leftSection={<IconHome {...icon} />} onClick={() => void navigate({ to: '/' })}>
              <Trans context="the page of arrival">Start</Trans>
            </Menu.Item>
          </>
        ) : null}
        {phone && me.abilities.read_audit?.allowed ? (
          <Menu.Item
            leftSection={<IconClipboardList {...icon} />}
            onClick={() => void navigate({ to: '/audit' })}
          >
            <Trans>Audit log</Trans>
          </Menu.Item>
        ) : null}
        {phone && trouble && trouble.failed > 0 ? (
          <Menu.Item
            leftSection={<IconMailX {...icon} />}
            onClick={() => void navigate({ to: '/failed-mail' })}
          >
            <Trans>Failed mail</Trans>
          </Menu.Item>
        ) : null}
        {phone && trouble && trouble.loops + trouble.blocked > 0 ? (
          <Menu.Item
            leftSection={<IconRepeatOff {...icon} />}
            onClick={() => void navigate({ to: '/automatic-mail' })}
          >
            <Trans>Automatic mail</Trans>
          </Menu.Item>
        ) : null}
        {phone && trouble && trouble.quarantined > 0 ? (
          <Menu.Item
            leftSection={<IconShieldQuestion {...icon} />}
            onClick={() => void navigate({ to: '/quarantine' })}
          >
            <Trans>Quarantine</Trans>
          </Menu.Item>
        ) : null}
        {phone && me.abilities.read_quarantine?.allowed ? (
          <Menu.Item
            leftSection={<IconMailbox {...icon} />}
            onClick={() => void navigate({ to: '/mail-log', search: {} })}
          >
            <Trans>Incoming mail</Trans>
          </Menu.Item>
        ) : null}
        {phone && me.abilities.manage_mailboxes?.allowed ? (
          <>
            <Menu.Item
              leftSection={<IconMail {...icon} />}
              onClick={() => void navigate({ to: '/mailboxes' })}
            >
              <Trans>Mailboxes</Trans>
            </Menu.Item>
            <Menu.Item
              leftSection={<IconMailOpened {...icon} />}
              onClick={() => void navigate({ to: '/caught-mail' })}
            >
              <Trans>Caught mail</Trans>
            </Menu.Item>
          </>
        ) : null}
        <Menu.Divider />
        {phone ? null : (
          <Menu.Item
            leftSection={<IconKeyboard {...icon} />}
            onClick={() => perform('help')}
            rightSection={<Keys of="help" />}
          >
            <Trans>Shortcuts</Trans>
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconLogout {...icon} />} onClick={() => void leave()}>
          <Trans>Sign out</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Language() {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  async function choose(locale: Locale): Promise<void> {
    await activate(locale, true);
    client.setQueryData<Me>(keys.me, (me) => (me ? { ...me, language: locale } : me));
    await changeMe({ language: locale }).catch(() => undefined);
    // View names and history sentences come translated from the server.
    await client.invalidateQueries();
  }
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item>{t`Language`}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        <Menu.RadioGroup value={i18n.locale} onChange={(code) => void choose(code as Locale)}>
          {locales.map((locale) => (
            <Menu.RadioItem key={locale.code} value={locale.code} lang={locale.code}>
              {locale.name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

function Scheme() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes: { key: MantineColorScheme; name: string; sign: ReactNode }[] = [
    { key: 'light', name: t({ message: 'Light', context: 'colours' }), sign: <IconSun {...icon} /> },
    { key: 'dark', name: t({ message: 'Dark', context: 'colours' }), sign: <IconMoon {...icon} /> },
    {
      key: 'auto',
      name: t({ message: 'As the system', context: 'colours' }),
      sign: <IconBrightnessAuto {...icon} />,
    },
  ];
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item>{t`Colours`}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        <Menu.RadioGroup value={colorScheme} onChange={(key) => setColorScheme(key as MantineColorScheme)}>
          {schemes.map((scheme) => (
            <Menu.RadioItem key={scheme.key} value={scheme.key}>
              <span className={classes.scheme}>
                {scheme.sign} {scheme.name}
              </span>
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}

/** Opens the same server under its other loopback name, where another session can live beside this one. */
function Colleagues({ me }: { me: Me }) {
  const { t } = useLingui();
  const { data } = useQuery(installationQuery);
  const others = data?.demo_people.filter((person) => person.id !== me.id) ?? [];
  if (others.length === 0) return null;
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item>{t`Open as a colleague`}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {others.map((person) => (
          <Menu.Item
            key={person.id}
            component="a"
            href={`${person.other_origin}/agent/?as=${encodeURIComponent(person.id)}`}
            target="_blank"
            leftSection={<Avatar name={person.name} kind="agent" size={20} />}
            rightSection={<IconExternalLink {...icon} />}
          >
            {person.name}
          </Menu.Item>
        ))}
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
