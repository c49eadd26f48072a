import { Trans, useLingui } from '@lingui/react/macro';
import { Anchor, Button, CopyButton, PasswordInput, TextInput } from '@mantine/core';
import { moment } from '~/i18n/format';
import type { ProblemAt } from '~/ui/useProblems';
import classes from './servers.module.css';
import type { SignInDraft } from './useSignInDraft';

interface Props {
  draft: SignInDraft;
  change: (part: Partial<SignInDraft>) => void;
  problemAt: ProblemAt;
  needsSecret: boolean;
  signedInAt: string | null;
  /** What has to be entered at the provider, so that it sends browsers back to us. */
  returnTo: string;
}

const consoles: Partial<Record<SignInDraft['provider'], string>> = {
  google: 'https://console.cloud.google.com/apis/credentials',
  microsoft: 'https://entra.microsoft.com',
};

/** The client with which a mailbox is signed in at its provider. */
export function SignInFields({ draft, change, problemAt, needsSecret, signedInAt, returnTo }: Props) {
  const { t } = useLingui();
  const link = consoles[draft.provider];
  return (
    <>
      <div className={classes.hint}>
        <p className={classes.step}>
          <Trans>Register a web application at the provider, with exactly this redirect address:</Trans>
        </p>
        <p className={classes.copy}>
          <code>{returnTo}</code>
          <CopyButton value={returnTo}>
            {({ copied, copy }) => (
              <Button variant="subtle" onClick={copy} aria-label={t`Copy the redirect address`}>
                {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
              </Button>
            )}
          </CopyButton>
        </p>
        {link ? (
          <p className={classes.step}>
            <Trans>It gives you a client ID and a secret.</Trans>{' '}
            <Anchor href={link} target="_blank" rel="noreferrer">
              {link.replace('https://', '')}
            </Anchor>
          </p>
        ) : null}
      </div>
      <TextInput
        label={t`Client ID`}
        value={draft.client_id}
        onChange={(event) => change({ client_id: event.currentTarget.value })}
        autoComplete="off"
        error={problemAt('/client_id')}
      />
      <PasswordInput
        label={t`Client secret`}
        description={needsSecret ? undefined : t`Leave it empty to keep the one that is stored.`}
        value={draft.client_secret}
        onChange={(event) => change({ client_secret: event.currentTarget.value })}
        autoComplete="new-password"
        error={problemAt('/client_secret')}
        visibilityToggleButtonProps={{ 'aria-label': t`Show the secret` }}
      />
      {draft.provider === 'microsoft' ? (
        <TextInput
          label={t`Tenant`}
          description={t`The ID or domain of your organisation. Empty: any Microsoft account.`}
          value={draft.tenant}
          onChange={(event) => change({ tenant: event.currentTarget.value })}
          autoComplete="off"
          error={problemAt('/tenant')}
        />
      ) : null}
      {draft.provider === 'other' ? <Endpoints draft={draft} change={change} problemAt={problemAt} /> : null}
      {signedInAt ? (
        <p role="status" className={classes.good}>
          <Trans>Signed in since {moment(signedInAt)}.</Trans>
        </p>
      ) : null}
    </>
  );
}

function Endpoints({ draft, change, problemAt }: Pick<Props, 'draft' | 'change' | 'problemAt'>) {
  const { t } = useLingui();
  return (
    <>
      <TextInput
        label={t`Address for signing in`}
        placeholder="https://id.example.com/authorize"
        value={draft.authorize_url}
        onChange={(event) => change({ authorize_url: event.currentTarget.value })}
        error={problemAt('/authorize_url')}
      />
      <TextInput
        label={t`Address for tokens`}
        description={t`Whoever runs Tandem has to allow its network (TANDEM_MAIL_HOSTS_ALLOW).`}
        placeholder="https://id.example.com/token"
        value={draft.token_url}
        onChange={(event) => change({ token_url: event.currentTarget.value })}
        error={problemAt('/token_url')}
      />
      <TextInput
        label={t`Scope`}
        value={draft.scope}
        onChange={(event) => change({ scope: event.currentTarget.value })}
        error={problemAt('/scope')}
      />
    </>
  );
}
