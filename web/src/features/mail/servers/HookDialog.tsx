import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, CopyButton, Modal, PasswordInput, Select, Switch } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keys } from '~/api/keys';
import { setMailHook } from '~/api/settings';
import type { Mailbox, MailHook, MailHookInput } from '~/api/settingsTypes';
import { FormAlert } from '~/ui/FormAlert';
import form from '~/ui/FormDialog.module.css';
import { useProblems } from '~/ui/useProblems';
import classes from './servers.module.css';

type Provider = MailHookInput['provider'];

const names: { value: Provider; label: string }[] = [
  { value: 'mailgun', label: 'Mailgun' },
  { value: 'postmark', label: 'Postmark' },
  { value: 'sendgrid', label: 'SendGrid' },
  { value: 'ses', label: 'Amazon SES (SNS)' },
];

/** Which provider hands the mail of a mailbox over by webhook, and what has to be entered there. */
export default function HookDialog({ mailbox, onClose }: { mailbox: Mailbox; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const problems = useProblems();
  const saved = mailbox.webhook;
  const [provider, setProvider] = useState<Provider>((saved?.provider as Provider) ?? 'mailgun');
  const [key, setKey] = useState('');
  const [active, setActive] = useState(saved?.active ?? true);
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<{ hook: MailHook; secret: string } | null>(null);
  const known = saved?.provider === provider ? saved : null;

  async function save(event: FormEvent<HTMLFormElement> | null, newSecret: boolean): Promise<void> {
    event?.preventDefault();
    event?.stopPropagation();
    const target = event?.currentTarget;
    setBusy(true);
    problems.clear();
    try {
      const input = { provider, signing_key: key || null, new_secret: newSecret, active };
      const { mailbox: after, secret } = await setMailHook(mailbox.id, input);
      await client.invalidateQueries({ queryKey: keys.mailboxes });
      if (after.webhook) setMade({ hook: after.webhook, secret });
    } catch (error) {
      problems.take(error, target);
    } finally {
      setBusy(false);
    }
  }

  const shown = made?.hook ?? known;
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Trans>Take mail by a provider's webhook</Trans>}
      size={620}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <form onSubmit={(event) => void save(event, false)} className={form.form}>
        <Select
          label={t`Provider`}
          data={names}
          value={provider}
          onChange={(value) => {
            setProvider((value ?? 'mailgun') as Provider);
            setMade(null);
          }}
          allowDeselect={false}
          data-autofocus
        />
        {provider === 'mailgun' ? (
          <PasswordInput
            label={t`Webhook signing key`}
            description={
              known
                ? t`Leave it empty to keep the one that is stored.`
                : t`Mailgun shows it under API security.`
            }
            value={key}
            onChange={(event) => setKey(event.currentTarget.value)}
            autoComplete="new-password"
            error={problems.at('/signing_key')}
            visibilityToggleButtonProps={{ 'aria-label': t`Show the secret` }}
          />
        ) : null}
        {shown && shown.provider === provider ? <Places hook={shown} secret={made?.secret ?? ''} /> : null}
        <Switch
          label={t`Active`}
          checked={active}
          onChange={(event) => setActive(event.currentTarget.checked)}
        />
        <FormAlert>{problems.rest()}</FormAlert>
        <div className={classes.actions}>
          {known && known.user !== '' ? (
            <Button variant="subtle" onClick={() => void save(null, true)}>
              <Trans>Make a new secret</Trans>
            </Button>
          ) : null}
          <span className={classes.gap} />
          <Button variant="default" onClick={onClose}>
            <Trans>Close</Trans>
          </Button>
          <Button type="submit" loading={busy}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** The addresses to enter at the provider; with the secret in them while it is known. */
function Places({ hook, secret }: { hook: MailHook; secret: string }) {
  const { t } = useLingui();
  const within = (url: string) =>
    secret === '' ? url : url.replace('://', `://${hook.user}:${encodeURIComponent(secret)}@`);
  const rows = [
    { label: t`Address for incoming mail`, url: within(hook.mail_url) },
    { label: t`Address for delivery events`, url: within(hook.events_url) },
  ];
  return (
    <>
      {rows.map(({ label, url }) => (
        <div key={label}>
          <p className={classes.step}>{label}</p>
          <p className={classes.copy}>
            <code>{url}</code>
            <CopyButton value={url}>
              {({ copied, copy }) => (
                <Button variant="subtle" onClick={copy} aria-label={t`Copy: ${label}`}>
                  {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
                </Button>
              )}
            </CopyButton>
          </p>
        </div>
      ))}
      <p className={classes.hint}>
        <Trans>Let the provider send the whole mail (raw MIME), so that it is kept as it came.</Trans>{' '}
        {secret !== '' ? (
          <Trans>These addresses hold the secret. It is not shown again.</Trans>
        ) : hook.user !== '' ? (
          <Trans>
            The secret that goes before the address is not shown again; make a new one if it is lost.
          </Trans>
        ) : null}
      </p>
      {hook.confirm_url ? (
        <p className={classes.hint}>
          <Anchor href={hook.confirm_url} target="_blank" rel="noreferrer">
            <Trans>Confirm the subscription at Amazon</Trans>
          </Anchor>
        </p>
      ) : null}
    </>
  );
}
