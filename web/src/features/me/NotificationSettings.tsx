import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Switch } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { changeNotificationSettings, notificationSettingsQuery } from '~/api/settings';
import { settle } from '~/api/settle';
import type { Schemas } from '~/api/types';
import { desktopKnown, desktopOn, setDesktop } from '~/features/notifications/desktop';
import classes from '~/features/notifications/notifications.module.css';
import { mutedKey, sound } from '~/features/notifications/tone';
import { Failure, useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { AlertSettings } from './AlertSettings';

type Settings = Schemas['NotificationSettings'];
type Door = 'in_app' | 'mail' | 'sound';

/** By which ways I hear of what: each box counts at once. */
export function NotificationSettings() {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const query = useQuery(notificationSettingsQuery);
  const [problem, setProblem] = useState<string | null>(null);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const doors: [Door, string][] = [
    ['in_app', t`In the app`],
    ['mail', t`By mail`],
    ['sound', t`Sound`],
  ];

  async function choose(kind: string, door: Door, on: boolean): Promise<void> {
    setProblem(null);
    const key = keys.notificationSettings;
    await client.cancelQueries({ queryKey: key });
    const before = client.getQueryData<Settings>(key);
    client.setQueryData<Settings>(key, (old) =>
      old ? { results: old.results.map((one) => (one.kind === kind ? { ...one, [door]: on } : one)) } : old,
    );
    try {
      await settle(client, key, await changeNotificationSettings({ [kind]: { [door]: on } }));
    } catch (error) {
      client.setQueryData(key, before);
      setProblem(words(error));
    }
  }

  return (
    <>
      <table className={classes.doors} aria-label={t`What I am told of`}>
        <thead>
          <tr>
            <th scope="col">
              <span className="sr-only">
                <Trans>Notification</Trans>
              </span>
            </th>
            {doors.map(([door, name]) => (
              <th key={door} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {query.data?.results.map((one) => (
            <tr key={one.kind}>
              <th scope="row">{one.label}</th>
              {doors.map(([door, name]) => (
                <td key={door}>
                  <input
                    type="checkbox"
                    aria-label={`${one.label}: ${name}`}
                    checked={one[door]}
                    onChange={(event) => void choose(one.kind, door, event.currentTarget.checked)}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <FormAlert>{problem}</FormAlert>
      <AlertSettings />
      <Device />
    </>
  );
}

/** What holds for this browser alone. */
function Device() {
  const { t } = useLingui();
  const [muted, setMuted] = useLocalStorage({ key: mutedKey, defaultValue: false });
  const [desktop, setShown] = useState(desktopOn);
  const [refused, setRefused] = useState(false);

  async function choose(on: boolean): Promise<void> {
    const shown = await setDesktop(on);
    setShown(shown);
    setRefused(on && !shown);
  }

  return (
    <section className={classes.device} aria-label={t`This browser`}>
      <h2>
        <Trans>This browser</Trans>
      </h2>
      <Switch
        label={t`Mute every sound`}
        checked={muted}
        onChange={(event) => setMuted(event.currentTarget.checked)}
      />
      <Switch
        label={t`Show notices on the desktop`}
        description={t`While Tandem is open in a tab that you do not look at.`}
        checked={desktop}
        disabled={!desktopKnown}
        onChange={(event) => void choose(event.currentTarget.checked)}
        error={refused ? t`The browser does not allow it. Change that in its settings for this page.` : null}
      />
      <Button variant="default" onClick={sound}>
        <Trans>Play the sound</Trans>
      </Button>
    </section>
  );
}
