import { Trans, useLingui } from '@lingui/react/macro';
import {
  Button,
  type MantineColorScheme,
  Select,
  Switch,
  TextInput,
  useMantineColorScheme,
} from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { keys } from '~/api/keys';
import { changeMe, changeShortcuts, meQuery } from '~/api/session';
import { settle } from '~/api/settle';
import type { Me } from '~/api/types';
import { type AfterSend, afterSendChoices, useAfterSendChoice } from '~/features/composer/useAfterSend';
import { inZone } from '~/i18n/format';
import { activate, type Locale, locales, pickLocale } from '~/i18n/locales';
import { FormAlert } from '~/ui/FormAlert';
import { roleNames } from '~/ui/names';
import { useProblems } from '~/ui/useProblems';
import classes from './me.module.css';

/** Name, language, time zone; and the colours of this browser. */
export function ProfilePage() {
  const { t, i18n } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const client = useQueryClient();
  const problems = useProblems();
  const [zone, setZone] = useState(me.time_zone);
  const [language, setLanguage] = useState<Locale>(pickLocale([me.language, i18n.locale]));
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle');
  const zones = useMemo(
    () => [...new Set(['UTC', me.time_zone, ...Intl.supportedValuesOf('timeZone')])].sort(),
    [me.time_zone],
  );

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    setState('busy');
    problems.clear();
    try {
      const name = String(new FormData(form).get('name')).trim();
      await settle(client, keys.me, await changeMe({ name, language, time_zone: zone }));
      inZone(zone);
      if (language !== i18n.locale) await activate(language, true);
      // Names of views and sentences of the history come in the language from the server.
      await client.invalidateQueries();
      setState('saved');
    } catch (caught) {
      problems.take(caught, form);
      setState('idle');
    }
  }

  return (
    <>
      <form onSubmit={submit} onChange={() => setState('idle')} className={classes.form}>
        <TextInput
          name="name"
          label={t`Name`}
          description={t`Customers see it on your replies.`}
          defaultValue={me.name}
          required
          autoComplete="name"
          error={problems.at('/name')}
        />
        <TextInput
          label={t`Email address`}
          description={t`You sign in with it. An admin can change it.`}
          value={me.email}
          readOnly
        />
        <TextInput label={t`Role`} value={i18n._(roleNames[me.role])} readOnly />
        <Select
          label={t`Language`}
          data={locales.map((one) => ({ value: one.code, label: one.name }))}
          value={language}
          onChange={(code) => {
            setState('idle');
            setLanguage((code as Locale | null) ?? language);
          }}
          allowDeselect={false}
          error={problems.at('/language')}
        />
        <Select
          label={t`Time zone`}
          data={zones}
          value={zone}
          onChange={(value) => {
            setState('idle');
            setZone(value ?? zone);
          }}
          allowDeselect={false}
          searchable
          limit={100}
          nothingFoundMessage={t`There is no such time zone`}
          error={problems.at('/time_zone')}
        />
        <FormAlert>{problems.rest()}</FormAlert>
        <div className={classes.actions}>
          <Button type="submit" loading={state === 'busy'}>
            <Trans>Save</Trans>
          </Button>
          <span role="status" className={classes.saved}>
            {state === 'saved' ? <Trans>Saved</Trans> : null}
          </span>
        </div>
      </form>
      <Colours />
      <AfterSending />
      <SwipeChoice />
    </>
  );
}

function Colours() {
  const { t } = useLingui();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <div className={classes.form} style={{ marginBlockStart: 28 }}>
      <Select
        label={t`Colours`}
        description={t`For this browser, at once.`}
        data={[
          { value: 'auto', label: t({ message: 'As the system', context: 'colours' }) },
          { value: 'light', label: t({ message: 'Light', context: 'colours' }) },
          { value: 'dark', label: t({ message: 'Dark', context: 'colours' }) },
        ]}
        value={colorScheme}
        onChange={(value) => setColorScheme((value as MantineColorScheme | null) ?? 'auto')}
        allowDeselect={false}
      />
    </div>
  );
}

function AfterSending() {
  const { t } = useLingui();
  const [choice, setChoice] = useAfterSendChoice();
  const names: Record<AfterSend, string> = {
    stay: t`Stay at the ticket`,
    next: t`Go to the next ticket`,
    list: t`Go back to the list`,
  };
  return (
    <div className={classes.form} style={{ marginBlockStart: 28 }}>
      <Select
        label={t`After sending`}
        description={t`For this browser, at once.`}
        data={afterSendChoices.map((value) => ({ value, label: names[value] }))}
        value={choice}
        onChange={(value) => setChoice((value as AfterSend | null) ?? choice)}
        allowDeselect={false}
      />
    </div>
  );
}

function SwipeChoice() {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const client = useQueryClient();
  const problems = useProblems();

  async function change(swipe: boolean): Promise<void> {
    problems.clear();
    try {
      const shortcuts = await changeShortcuts({ swipe });
      await settle<Me>(client, keys.me, (old) => (old ? { ...old, shortcuts } : old));
    } catch (caught) {
      problems.take(caught);
    }
  }

  return (
    <div className={classes.form} style={{ marginBlockStart: 28 }}>
      <Switch
        label={t`Swipe tickets in the list`}
        description={t`On a touch screen: to the left snoozes, to the right assigns to you. For all your devices, at once.`}
        checked={me.shortcuts.swipe}
        onChange={(event) => void change(event.currentTarget.checked)}
      />
      <FormAlert>{problems.rest()}</FormAlert>
    </div>
  );
}
