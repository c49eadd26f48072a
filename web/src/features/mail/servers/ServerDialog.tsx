import { Trans, useLingui } from '@lingui/react/macro';
import {
  Anchor,
  Button,
  Modal,
  PasswordInput,
  SegmentedControl,
  Select,
  Switch,
  TextInput,
} from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keys } from '~/api/keys';
import { beginSignIn, setMailServer, setMailSignIn, tryMailServer } from '~/api/settings';
import type { Mailbox, ServerTried } from '~/api/settingsTypes';
import { FormAlert } from '~/ui/FormAlert';
import form from '~/ui/FormDialog.module.css';
import { useProblems } from '~/ui/useProblems';
import { Connection, Fetched } from './fields';
import { type Provider, providers } from './providers';
import { SignInFields } from './SignInFields';
import classes from './servers.module.css';
import { type Direction, inputOf, presetBy, type ServerDraft, useServerDraft } from './useServerDraft';
import { signInInput, useSignInDraft } from './useSignInDraft';

interface Props {
  mailbox: Mailbox;
  direction: Direction;
  onClose: () => void;
}

/** Where a mailbox fetches its mail, or hands its replies to: chosen by provider, tried out, then saved. */
export default function ServerDialog({ mailbox, direction, onClose }: Props) {
  const { t, i18n } = useLingui();
  const client = useQueryClient();
  const problems = useProblems();
  const { draft, change, provider, choose, needsPassword } = useServerDraft(mailbox, direction);
  const signIn = useSignInDraft(mailbox, provider.signIn ?? 'other');
  const [busy, setBusy] = useState<'try' | 'save' | null>(null);
  const [tried, setTried] = useState<ServerTried | null>(null);
  const [detailed, setDetailed] = useState(provider.key === 'other');
  const mayBoth = direction === 'incoming' && !mailbox.outgoing && provider.smtp !== null;
  const [both, setBoth] = useState(true);
  const incoming = direction === 'incoming';
  const byToken = draft.auth === 'oauth';

  async function act(
    what: 'try' | 'save',
    work: () => Promise<void>,
    target: HTMLFormElement | null,
  ): Promise<void> {
    setBusy(what);
    problems.clear();
    setTried(null);
    try {
      await work();
    } catch (error) {
      // What is wrong may stand in a field that is folded away.
      setDetailed(true);
      problems.take(error, target ?? undefined);
    } finally {
      setBusy(null);
    }
  }

  async function save(leave: boolean): Promise<void> {
    if (byToken && !signIn.unchanged)
      await setMailSignIn(mailbox.id, signInInput(signIn.draft, signIn.needsSecret));
    await setMailServer(mailbox.id, direction, inputOf(draft, direction));
    if (mayBoth && both)
      await setMailServer(mailbox.id, 'outgoing', inputOf(presetBy(provider, 'outgoing', draft), 'outgoing'));
    if (leave) {
      window.location.assign((await beginSignIn(mailbox.id)).url);
      return;
    }
    await client.invalidateQueries({ queryKey: keys.mailboxes });
    onClose();
  }

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    event.stopPropagation();
    void act('save', () => save(byToken && !signIn.signedIn), event.currentTarget);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={
        incoming ? <Trans>Fetch mail from a server</Trans> : <Trans>Send replies through a server</Trans>
      }
      size={560}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <form onSubmit={submit} className={form.form}>
        <Select
          label={t`Provider`}
          data={providers.map((one) => ({ value: one.key, label: one.name ?? t`Another one` }))}
          value={provider.key}
          onChange={(key) => {
            const next = providers.find((one) => one.key === key);
            if (!next) return;
            choose(next);
            setDetailed(next.key === 'other');
          }}
          allowDeselect={false}
          data-autofocus
        />
        {provider.signIn ? <Opened draft={draft} change={change} provider={provider} /> : null}
        {provider.hint && !byToken ? (
          <p className={classes.hint}>
            {i18n._(provider.hint)}{' '}
            {provider.link ? (
              <Anchor href={provider.link} target="_blank" rel="noreferrer">
                {provider.link.replace('https://', '')}
              </Anchor>
            ) : null}
          </p>
        ) : null}
        <TextInput
          label={t`User name`}
          value={draft.user}
          onChange={(event) => change({ user: event.currentTarget.value })}
          autoComplete="off"
          error={problems.at('/user')}
        />
        {byToken ? (
          <SignInFields
            draft={signIn.draft}
            change={signIn.change}
            problemAt={problems.at}
            needsSecret={signIn.needsSecret}
            signedInAt={signIn.signedIn}
            returnTo={mailbox.sign_in_return}
          />
        ) : (
          <PasswordInput
            label={provider.hint ? t`App password` : t`Password`}
            description={needsPassword ? undefined : t`Leave it empty to keep the one that is stored.`}
            value={draft.password}
            onChange={(event) => change({ password: event.currentTarget.value })}
            autoComplete="new-password"
            error={problems.at('/password')}
            visibilityToggleButtonProps={{ 'aria-label': t`Show the password` }}
          />
        )}
        {mayBoth ? (
          <Switch
            label={t`Send replies through ${provider.smtp?.host ?? ''} as well`}
            checked={both}
            onChange={(event) => setBoth(event.currentTarget.checked)}
          />
        ) : null}
        {incoming ? <Fetched draft={draft} change={change} problemAt={problems.at} /> : null}
        <Button
          variant="subtle"
          className={classes.more}
          onClick={() => setDetailed(!detailed)}
          aria-expanded={detailed}
        >
          {detailed ? <Trans>Hide the server's settings</Trans> : <Trans>Show the server's settings</Trans>}
        </Button>
        {detailed ? (
          <Connection draft={draft} change={change} incoming={incoming} problemAt={problems.at} />
        ) : null}
        <Switch
          label={t`Active`}
          checked={draft.active}
          onChange={(event) => change({ active: event.currentTarget.checked })}
        />
        <FormAlert>{problems.rest()}</FormAlert>
        <Result tried={tried} />
        <div className={classes.actions}>
          {byToken && !signIn.signedIn ? null : (
            <Button
              variant="default"
              loading={busy === 'try'}
              onClick={(event) => {
                const target = event.currentTarget.closest('form');
                void act(
                  'try',
                  async () => setTried(await tryMailServer(mailbox.id, direction, inputOf(draft, direction))),
                  target,
                );
              }}
            >
              <Trans>Test the connection</Trans>
            </Button>
          )}
          {byToken && signIn.signedIn ? (
            <Button
              variant="subtle"
              onClick={(event) => {
                const target = event.currentTarget.closest('form');
                void act('save', () => save(true), target);
              }}
            >
              <Trans>Sign in again</Trans>
            </Button>
          ) : null}
          <span className={classes.gap} />
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy === 'save'}>
            {byToken && !signIn.signedIn ? <SignInWords provider={provider} /> : <Trans>Save</Trans>}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface OpenedProps {
  draft: ServerDraft;
  change: (part: Partial<ServerDraft>) => void;
  provider: Provider;
}

/** By what the server is opened. */
function Opened({ draft, change, provider }: OpenedProps) {
  const { t } = useLingui();
  const names = {
    google: t`Sign in with Google`,
    microsoft: t`Sign in with Microsoft`,
    other: t`Sign in (OAuth)`,
  };
  return (
    <SegmentedControl
      aria-label={t`Signing in`}
      data={[
        { value: 'oauth', label: names[provider.signIn ?? 'other'] },
        { value: 'password', label: provider.hint ? t`App password` : t`Password` },
      ]}
      value={draft.auth}
      onChange={(value) => change({ auth: value === 'oauth' ? 'oauth' : 'password' })}
    />
  );
}

function SignInWords({ provider }: { provider: Provider }) {
  if (provider.signIn === 'google') return <Trans>Save and sign in with Google</Trans>;
  if (provider.signIn === 'microsoft') return <Trans>Save and sign in with Microsoft</Trans>;
  return <Trans>Save and sign in</Trans>;
}

function Result({ tried }: { tried: ServerTried | null }) {
  if (tried && !tried.ok) return <FormAlert>{tried.words}</FormAlert>;
  return (
    <p role="status" className={tried ? classes.good : classes.none}>
      {tried === null ? null : tried.messages === null ? (
        <Trans>It works: Tandem can sign in there.</Trans>
      ) : (
        <Trans>It works: Tandem can sign in there. Mails in the folder: {tried.messages}</Trans>
      )}
    </p>
  );
}
