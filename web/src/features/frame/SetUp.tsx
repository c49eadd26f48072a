import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { prepareSession, sendTestMail, setUp } from '~/api/session';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { useProblems } from '~/ui/useProblems';
import { GateFrame } from './GateFrame';
import classes from './gate.module.css';

/** The first run: public address, first admin, first mailbox; guarded by the code which the server printed. */
export function SetUp() {
  const [done, setDone] = useState<{ email: string; restartFor: string | null } | null>(null);
  return (
    <GateFrame title={<Trans>Set up Tandem</Trans>} wide>
      {done ? <TryMail {...done} /> : <SetUpForm onDone={setDone} />}
    </GateFrame>
  );
}

function SetUpForm({ onDone }: { onDone: (done: { email: string; restartFor: string | null }) => void }) {
  const { t } = useLingui();
  const problems = useProblems();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const element = event.currentTarget;
    const form = new FormData(element);
    const text = (name: string) => String(form.get(name) ?? '').trim();
    setBusy(true);
    problems.clear();
    try {
      await prepareSession();
      const { restart_for } = await setUp({
        code: text('code'),
        public_url: text('public_url'),
        admin: { name: text('name'), email: text('email'), password: String(form.get('password')) },
        mailbox: { address: text('address'), from_name: text('from_name') },
      });
      onDone({ email: text('email'), restartFor: restart_for });
    } catch (caught) {
      problems.take(caught, element);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={submit} className={classes.form}>
      <p className={classes.hint}>
        <Trans>The set-up code stands in the output of the server, where it was started.</Trans>
      </p>
      <fieldset>
        <TextInput
          name="code"
          label={t`Set-up code`}
          required
          autoComplete="off"
          error={problems.at('/code')}
        />
        <TextInput
          name="public_url"
          type="url"
          label={t`Public address of this server`}
          defaultValue={window.location.origin}
          required
          error={problems.at('/public_url')}
        />
      </fieldset>
      <fieldset>
        <legend>
          <Trans>First administrator</Trans>
        </legend>
        <TextInput
          name="name"
          label={t`Name`}
          required
          autoComplete="name"
          error={problems.at('/admin/name')}
        />
        <TextInput
          name="email"
          type="email"
          label={t`Email address`}
          required
          autoComplete="username"
          error={problems.at('/admin/email')}
        />
        <PasswordInput
          name="password"
          label={t`Password`}
          required
          minLength={10}
          autoComplete="new-password"
          error={problems.at('/admin/password')}
          visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
        />
      </fieldset>
      <fieldset>
        <legend>
          <Trans>First mailbox</Trans>
        </legend>
        <TextInput
          name="address"
          type="email"
          label={t`Address that customers write to`}
          placeholder="support@example.com"
          required
          error={problems.at('/mailbox/address')}
        />
        <TextInput
          name="from_name"
          label={t`Name that customers see`}
          required
          error={problems.at('/mailbox/from_name')}
        />
      </fieldset>
      <FormAlert>{problems.rest()}</FormAlert>
      <Button type="submit" size="sm" loading={busy}>
        <Trans>Create the help desk</Trans>
      </Button>
    </form>
  );
}

function TryMail({ email, restartFor }: { email: string; restartFor: string | null }) {
  const { t } = useLingui();
  const words = useWords();
  const router = useRouter();
  const client = useQueryClient();
  const [state, setState] = useState<'idle' | 'busy' | 'sent'>('idle');
  const [error, setError] = useState<string | null>(null);

  async function send(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    setState('busy');
    setError(null);
    try {
      await sendTestMail(String(new FormData(event.currentTarget).get('to')));
      setState('sent');
    } catch (caught) {
      setError(words(caught));
      setState('idle');
    }
  }

  function open(): void {
    client.clear();
    void router.navigate({ to: '/' });
  }

  return (
    <form onSubmit={send} className={classes.form}>
      <p className={classes.hint}>
        <Trans>Your help desk is ready. Send a test mail to see whether mail leaves this server.</Trans>
      </p>
      {restartFor ? (
        <p className={classes.hint}>
          <Trans>Restart Tandem to serve it under {restartFor}; until then it answers here.</Trans>
        </p>
      ) : null}
      <FormAlert>{error}</FormAlert>
      {state === 'sent' ? (
        <p role="status" className={classes.done}>
          <Trans>The test mail is on its way.</Trans>
        </p>
      ) : null}
      <TextInput name="to" type="email" label={t`Send the test mail to`} defaultValue={email} required />
      <Button type="submit" variant="default" size="sm" loading={state === 'busy'}>
        <Trans>Send a test mail</Trans>
      </Button>
      <Button size="sm" onClick={open}>
        <Trans>Open the workspace</Trans>
      </Button>
    </form>
  );
}
