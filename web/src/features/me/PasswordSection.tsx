import { Trans, useLingui } from '@lingui/react/macro';
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { keys } from '~/api/keys';
import { askForAddress, changePassword, type Security } from '~/api/security';
import type { Me } from '~/api/types';
import { FormAlert } from '~/ui/FormAlert';
import { FormDialog } from '~/ui/FormDialog';
import { useProblems } from '~/ui/useProblems';
import classes from './me.module.css';
import { useConfirmed } from './useConfirmed';

/** A new password, with the one of now. */
export function PasswordSection() {
  const { t } = useLingui();
  const client = useQueryClient();
  const problems = useProblems();
  const [state, setState] = useState<'idle' | 'busy' | 'saved'>('idle');

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = new FormData(form);
    setState('busy');
    problems.clear();
    try {
      await changePassword(String(typed.get('current')), String(typed.get('password')));
      form.reset();
      setState('saved');
      await client.invalidateQueries({ queryKey: keys.sessions });
    } catch (caught) {
      problems.take(caught, form);
      setState('idle');
    }
  }

  const toggle = { 'aria-label': t`Show or hide the password` };
  return (
    <section className={classes.section} aria-labelledby="my-password">
      <h2 id="my-password">
        <Trans>Password</Trans>
      </h2>
      <p>
        <Trans>A new password ends every other session.</Trans>
      </p>
      <form onSubmit={submit} className={classes.form}>
        <PasswordInput
          name="current"
          label={t`Current password`}
          autoComplete="current-password"
          required
          error={problems.at('/current_password')}
          visibilityToggleButtonProps={toggle}
        />
        <PasswordInput
          name="password"
          label={t`New password`}
          description={t`At least ten characters.`}
          autoComplete="new-password"
          required
          error={problems.at('/password')}
          visibilityToggleButtonProps={toggle}
        />
        <FormAlert>{problems.rest()}</FormAlert>
        <div className={classes.actions}>
          <Button type="submit" variant="default" loading={state === 'busy'}>
            <Trans>Change the password</Trans>
          </Button>
          <span role="status" className={classes.saved}>
            {state === 'saved' ? <Trans>The password was changed.</Trans> : null}
          </span>
        </div>
      </form>
    </section>
  );
}

/** Another address takes effect when it is confirmed there. */
export function AddressSection({ me, security }: { me: Me; security: Security }) {
  const { t } = useLingui();
  const [ask, dialog] = useConfirmed(security);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState('');
  return (
    <section className={classes.section} aria-labelledby="my-address">
      <h2 id="my-address">
        <Trans>Email address</Trans>
      </h2>
      <p>{me.email}</p>
      <div className={classes.actions}>
        <Button variant="default" onClick={() => ask(() => setOpen(true))}>
          <Trans>Change the address</Trans>
        </Button>
        <span role="status">
          {asked ? (
            <Trans>A link is on its way to {asked}. Nothing changes before it is opened.</Trans>
          ) : null}
        </span>
      </div>
      {dialog}
      {open ? (
        <FormDialog
          title={<Trans>Change the address</Trans>}
          submitLabel={<Trans>Send the link</Trans>}
          onClose={() => setOpen(false)}
          onSubmit={async (text) => setAsked((await askForAddress(text('email'))).email)}
        >
          {(problemAt) => (
            <TextInput
              name="email"
              type="email"
              label={t`New email address`}
              description={t`A link is mailed there; opening it confirms the address and ends every session.`}
              required
              data-autofocus
              error={problemAt('/email')}
            />
          )}
        </FormDialog>
      ) : null}
    </section>
  );
}
