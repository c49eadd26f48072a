import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { forgotten } from '~/api/security';
import { prepareSession } from '~/api/session';
import { FormAlert } from '~/ui/FormAlert';
import { useProblems } from '~/ui/useProblems';
import { GateFrame } from './GateFrame';
import classes from './gate.module.css';

/** Asks for a link; whether there is such an account is not told. */
export function Forgotten() {
  const { t } = useLingui();
  const problems = useProblems();
  const [state, setState] = useState<'idle' | 'busy' | 'asked'>('idle');

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    setState('busy');
    problems.clear();
    try {
      await prepareSession();
      await forgotten(String(new FormData(form).get('email')).trim());
      setState('asked');
    } catch (caught) {
      problems.take(caught, form);
      setState('idle');
    }
  }

  return (
    <GateFrame title={<Trans>Forgot your password?</Trans>}>
      {state === 'asked' ? (
        <p role="status" className={classes.done}>
          <Trans>
            If somebody signs in with this address, a mail is on its way. Its link works once, for one hour.
          </Trans>
        </p>
      ) : (
        <form onSubmit={submit} className={classes.form}>
          <TextInput
            name="email"
            type="email"
            label={t`Email address`}
            description={t`We mail you a link by which you choose a new password.`}
            autoComplete="username"
            required
            size="sm"
            error={problems.at('/email')}
          />
          <FormAlert>{problems.rest()}</FormAlert>
          <Button type="submit" size="sm" loading={state === 'busy'}>
            <Trans>Send the link</Trans>
          </Button>
        </form>
      )}
      <p className={classes.aside}>
        <Link to="/sign-in">
          <Trans>Back to signing in</Trans>
        </Link>
      </p>
    </GateFrame>
  );
}
