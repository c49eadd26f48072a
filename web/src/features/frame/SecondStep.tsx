import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import type { FormEvent } from 'react';
import { knowsPasskeys, sendCode, usePasskey as signInByPasskey } from '~/api/security';
import { FormAlert } from '~/ui/FormAlert';
import classes from './gate.module.css';

interface Props {
  types: readonly string[];
  error: string | null;
  busy: boolean;
  attempt: (way: () => Promise<unknown>) => Promise<void>;
  onBack: () => void;
}

/** After the password: a code of the app, a recovery code, or a passkey. */
export function SecondStep({ types, error, busy, attempt, onBack }: Props) {
  const { t } = useLingui();
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const code = String(new FormData(event.currentTarget).get('code'));
    void attempt(() => sendCode(code));
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        name="code"
        label={types.includes('totp') ? t`Code of your authenticator app` : t`Recovery code`}
        description={types.includes('totp') ? t`Without the app at hand, enter a recovery code.` : undefined}
        autoComplete="one-time-code"
        inputMode="numeric"
        required
        autoFocus
        size="sm"
      />
      <FormAlert>{error}</FormAlert>
      <Button type="submit" size="sm" loading={busy}>
        <Trans>Continue</Trans>
      </Button>
      {types.includes('webauthn') && knowsPasskeys() ? (
        <Button
          variant="default"
          size="sm"
          disabled={busy}
          onClick={() => void attempt(() => signInByPasskey('authenticate'))}
        >
          <Trans>Use a passkey</Trans>
        </Button>
      ) : null}
      <Button variant="subtle" size="sm" onClick={onBack}>
        <Trans>Back to signing in</Trans>
      </Button>
    </form>
  );
}
