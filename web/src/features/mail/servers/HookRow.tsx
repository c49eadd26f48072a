import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { keys } from '~/api/keys';
import { removeMailHook } from '~/api/settings';
import type { Mailbox } from '~/api/settingsTypes';
import { moment } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { complain } from '~/ui/notify';
import classes from './servers.module.css';

const HookDialog = lazy(() => import('./HookDialog'));

const names: Record<string, string> = {
  mailgun: 'Mailgun',
  postmark: 'Postmark',
  sendgrid: 'SendGrid',
  ses: 'Amazon SES',
};

/** Which provider hands mail over by webhook: a row of a mailbox's facts. */
export function HookRow({ box }: { box: Mailbox }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [open, setOpen] = useState(false);
  const hook = box.webhook;
  const { address } = box;

  async function remove(): Promise<void> {
    try {
      await removeMailHook(box.id);
    } catch (error) {
      complain(words(error));
    } finally {
      await client.invalidateQueries({ queryKey: keys.mailboxes });
    }
  }

  return (
    <>
      <dt className={classes.label}>
        <Trans>Webhook</Trans>
      </dt>
      <dd className={classes.way}>
        <span>{hook ? (names[hook.provider] ?? hook.provider) : <Trans>none</Trans>}</span>
        {hook ? (
          <span className={classes.quiet}>
            {!hook.active ? (
              <Trans>switched off</Trans>
            ) : hook.last_mail_at ? (
              <Trans>last mail {moment(hook.last_mail_at)}</Trans>
            ) : (
              <Trans>no mail yet</Trans>
            )}
          </span>
        ) : null}
        <Button
          variant="subtle"
          onClick={() => setOpen(true)}
          aria-label={hook ? t`Change the webhook of ${address}` : t`Take mail of ${address} by webhook`}
        >
          {hook ? <Trans>Change</Trans> : <Trans>Set up</Trans>}
        </Button>
        {hook ? (
          <Button
            variant="subtle"
            color="gray"
            onClick={() => void remove()}
            aria-label={t`Remove the webhook of ${address}`}
          >
            <Trans>Remove</Trans>
          </Button>
        ) : null}
        {hook?.trouble ? (
          <p role="alert" className={classes.trouble}>
            {hook.trouble}
          </p>
        ) : null}
        {hook?.confirm_url ? (
          <p className={classes.older}>
            <Anchor href={hook.confirm_url} target="_blank" rel="noreferrer">
              <Trans>Confirm the subscription at Amazon</Trans>
            </Anchor>
          </p>
        ) : null}
        {open ? (
          <Suspense>
            <HookDialog mailbox={box} onClose={() => setOpen(false)} />
          </Suspense>
        ) : null}
      </dd>
    </>
  );
}
