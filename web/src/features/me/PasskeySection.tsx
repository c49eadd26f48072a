import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { IconKey, IconPlus } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import {
  addPasskey,
  knowsPasskeys,
  type Passkey,
  PasskeyRefused,
  removePasskey,
  renamePasskey,
  type Security,
} from '~/api/security';
import { day } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { FormDialog } from '~/ui/FormDialog';
import { CodesDialog } from './CodesDialog';
import classes from './me.module.css';
import { useConfirmed } from './useConfirmed';

/** Keys of devices that sign in by themselves, without a password. */
export function PasskeySection({ security }: { security: Security }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [ask, dialog] = useConfirmed(security);
  const [naming, setNaming] = useState<Passkey | 'new' | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const [error, setError] = useState<string | null>(null);
  const refresh = async () => {
    await client.invalidateQueries({ queryKey: keys.security });
    await client.invalidateQueries({ queryKey: keys.me });
  };

  async function save(name: string): Promise<void> {
    setError(null);
    try {
      if (naming === 'new') setCodes((await addPasskey(name)).recovery_codes);
      else if (naming) await renamePasskey(naming.id, name);
    } catch (caught) {
      if (!(caught instanceof PasskeyRefused)) throw caught;
      setError(t`No passkey was made: this device did not answer, or it was stopped.`);
    } finally {
      await refresh();
    }
  }

  async function remove(passkey: Passkey): Promise<void> {
    setError(null);
    try {
      await removePasskey(passkey.id);
    } catch (caught) {
      setError(words(caught));
    } finally {
      await refresh();
    }
  }

  return (
    <section className={classes.section} aria-labelledby="my-passkeys">
      <h2 id="my-passkeys">
        <Trans>Passkeys</Trans>
      </h2>
      <p>
        <Trans>Sign in with your fingerprint, your face or a security key, without a password.</Trans>
      </p>
      <FormAlert>{error}</FormAlert>
      {security.passkeys.length > 0 ? (
        <ul className={classes.rows} aria-label={t`Passkeys`}>
          {security.passkeys.map((passkey) => (
            <li key={passkey.id}>
              <IconKey size={18} stroke={1.6} />
              <span>
                <b>{passkey.name}</b>
                <small>
                  {passkey.last_used_at ? (
                    <Trans>
                      Added on {day(passkey.added_at)}, last used on {day(passkey.last_used_at)}
                    </Trans>
                  ) : (
                    <Trans>Added on {day(passkey.added_at)}, never used</Trans>
                  )}
                </small>
              </span>
              <Button
                variant="subtle"
                size="compact-sm"
                aria-label={t`Rename ${passkey.name}`}
                onClick={() => setNaming(passkey)}
              >
                <Trans>Rename</Trans>
              </Button>
              <Button
                variant="subtle"
                size="compact-sm"
                color="red"
                aria-label={t`Remove ${passkey.name}`}
                onClick={() => ask(() => void remove(passkey))}
              >
                <Trans>Remove</Trans>
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {knowsPasskeys() ? (
        <Button
          variant="default"
          leftSection={<IconPlus size={15} />}
          onClick={() => ask(() => setNaming('new'), security.may_add)}
        >
          <Trans>Add a passkey</Trans>
        </Button>
      ) : (
        <p className={classes.lead}>
          <Trans>This browser is too old for passkeys.</Trans>
        </p>
      )}
      {dialog}
      {naming ? (
        <FormDialog
          title={naming === 'new' ? <Trans>Add a passkey</Trans> : <Trans>Rename</Trans>}
          submitLabel={naming === 'new' ? <Trans>Continue</Trans> : <Trans>Save</Trans>}
          size={400}
          onClose={() => setNaming(null)}
          onSubmit={(text) => save(text('name'))}
        >
          {(problemAt) => (
            <TextInput
              name="name"
              label={t({ message: 'Name', context: 'of a thing' })}
              description={t`By which you will know the device or key.`}
              defaultValue={naming === 'new' ? '' : naming.name}
              required
              maxLength={60}
              data-autofocus
              error={problemAt('/name')}
            />
          )}
        </FormDialog>
      ) : null}
      {codes.length > 0 ? <CodesDialog codes={codes} onClose={() => setCodes([])} /> : null}
    </section>
  );
}
