import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { problemOf } from '~/api/client';
import { keys } from '~/api/keys';
import { knowsPasskeys, PasskeyRefused, usePasskey as signInByPasskey } from '~/api/security';
import { demoSignIn, prepareSession, signIn } from '~/api/session';
import type { Installation } from '~/api/types';
import { Avatar } from '~/ui/Avatar';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { roleNames } from '~/ui/names';
import { GateFrame } from './GateFrame';
import classes from './gate.module.css';
import { SecondStep } from './SecondStep';

const route = getRouteApi('/sign-in');

function useEnter() {
  const router = useRouter();
  const client = useQueryClient();
  const { to } = route.useSearch();
  return async () => {
    // Whoever was here before leaves nothing behind in the cache.
    client.clear();
    await client.resetQueries({ queryKey: keys.me });
    await router.navigate({ to: to ?? '/', replace: true });
  };
}

export function SignIn() {
  const { t } = useLingui();
  const installation = route.useLoaderData();
  const { as } = route.useSearch();
  const enter = useEnter();
  const words = useWords();
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** By what the second step can be taken; null before the first is done. */
  const [types, setTypes] = useState<readonly string[] | null>(null);

  async function attempt(way: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    setError(null);
    try {
      await prepareSession();
      await way();
      await enter();
    } catch (caught) {
      const problem = problemOf(caught);
      const pending = problem?.data?.flows?.find((flow) => flow.is_pending && flow.id === 'mfa_authenticate');
      if (problem?.status === 401 && pending) setTypes(pending.types ?? []);
      else setError(sentence(caught, problem?.status));
    } finally {
      setBusy(false);
    }
  }

  function sentence(caught: unknown, status: number | undefined): string {
    if (caught instanceof PasskeyRefused)
      return t`No passkey was used: this device did not answer, or it was stopped.`;
    if (status !== 400 && status !== 401) return words(caught);
    if (types === null) return t`This address and password do not belong together.`;
    return status === 400
      ? t`This code is not right, or it was used already.`
      : t`This took too long. Sign in again.`;
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the address asks once, when the page opens
  useEffect(() => {
    if (as && installation.demo) void attempt(() => demoSignIn(as));
  }, []);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    void attempt(() => signIn(String(form.get('email')).trim(), String(form.get('password'))));
  }

  if (types !== null) {
    const back = () => {
      setTypes(null);
      setError(null);
    };
    return (
      <GateFrame title={<Trans>One more step</Trans>}>
        <SecondStep types={types} error={error} busy={busy} attempt={attempt} onBack={back} />
      </GateFrame>
    );
  }
  return (
    <GateFrame title={<Trans>Sign in</Trans>}>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          name="email"
          type="email"
          label={t`Email address`}
          autoComplete="username"
          required
          size="sm"
        />
        <PasswordInput
          name="password"
          label={t`Password`}
          autoComplete="current-password"
          required
          size="sm"
          visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
        />
        <FormAlert>{error}</FormAlert>
        <Button type="submit" size="sm" loading={busy}>
          <Trans>Sign in</Trans>
        </Button>
        {knowsPasskeys() ? (
          <Button
            variant="default"
            size="sm"
            disabled={busy}
            onClick={() => void attempt(() => signInByPasskey('login'))}
          >
            <Trans>Sign in with a passkey</Trans>
          </Button>
        ) : null}
        <p className={classes.aside}>
          <Link to="/forgotten">
            <Trans>Forgot your password?</Trans>
          </Link>
        </p>
      </form>
      {installation.demo ? (
        <section className={classes.demo} aria-labelledby="demo-people">
          <h2 id="demo-people">
            <Trans>Or look around as one of the demo team</Trans>
          </h2>
          <ul>
            {installation.demo_people.map((person) => (
              <li key={person.id}>
                <DemoPerson person={person} busy={busy} onPick={() => attempt(() => demoSignIn(person.id))} />
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </GateFrame>
  );
}

interface DemoPersonProps {
  person: Installation['demo_people'][number];
  busy: boolean;
  onPick: () => void;
}

function DemoPerson({ person, busy, onPick }: DemoPersonProps) {
  const { i18n } = useLingui();
  return (
    <button type="button" className={classes.person} onClick={onPick} disabled={busy}>
      <Avatar name={person.name} kind="agent" size={32} />
      <span>
        <b>{person.name}</b>
        <small>{[i18n._(roleNames[person.role]), ...person.departments].join(' · ')}</small>
      </span>
    </button>
  );
}
