import { Trans, useLingui } from '@lingui/react/macro';
import { Switch } from '@mantine/core';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { changeAlerts, meQuery } from '~/api/session';
import { settle } from '~/api/settle';
import type { Me } from '~/api/types';
import classes from '~/features/notifications/notifications.module.css';
import { useCollisionOn } from '~/features/presence/lazy';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';

/** Which alerts about colleagues pop up in a ticket that I have open: each switch counts at once, in every browser. */
export function AlertSettings() {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const client = useQueryClient();
  const words = useWords();
  const [problem, setProblem] = useState<string | null>(null);
  if (!useCollisionOn()) return null;
  const kinds: [keyof Me['alerts'], string][] = [
    ['viewed', t`views the ticket`],
    ['drafted', t`drafts a reply`],
    ['replied', t`replies`],
    ['left', t`leaves the ticket`],
    ['noted', t`writes an internal note`],
    ['note_edited', t`edits an internal note`],
  ];

  async function choose(kind: keyof Me['alerts'], on: boolean): Promise<void> {
    setProblem(null);
    const put = (alerts: Me['alerts']) =>
      settle<Me>(client, keys.me, (old) => (old ? { ...old, alerts } : old));
    await put({ ...me.alerts, [kind]: on });
    try {
      await put(await changeAlerts({ [kind]: on }));
    } catch (error) {
      await put(me.alerts);
      setProblem(words(error));
    }
  }

  return (
    <section className={classes.device} aria-label={t`Alerts in an open ticket`}>
      <h2>
        <Trans>Alerts in an open ticket</Trans>
      </h2>
      <p>
        <Trans>A small alert pops up when a colleague …</Trans>
      </p>
      {kinds.map(([kind, name]) => (
        <Switch
          key={kind}
          label={name}
          checked={me.alerts[kind]}
          onChange={(event) => void choose(kind, event.currentTarget.checked)}
        />
      ))}
      <FormAlert>{problem}</FormAlert>
    </section>
  );
}
