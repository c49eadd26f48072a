import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { beginApp, makeRecoveryCodes, removeApp, type Security, setUpApp } from '~/api/security';
import type { Schemas } from '~/api/types';
import { day } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { FormDialog } from '~/ui/FormDialog';
import { CodesDialog } from './CodesDialog';
import classes from './me.module.css';
import { useConfirmed } from './useConfirmed';

/** The authenticator app, and the recovery codes that stand in for it. */
export function AppSection({ security }: { security: Security }) {
  const client = useQueryClient();
  const words = useWords();
  const [ask, dialog] = useConfirmed(security);
  const [begun, setBegun] = useState<Schemas['AppBegun'] | null>(null);
  const [codes, setCodes] = useState<string[]>([]);
  const [error, setError] = useState<string | null>(null);
  const added = security.app_added_at;
  const left = security.recovery_codes_left;

  async function act(what: () => Promise<void>): Promise<void> {
    setError(null);
    try {
      await what();
    } catch (caught) {
      setError(words(caught));
    } finally {
      await client.invalidateQueries({ queryKey: keys.security });
      await client.invalidateQueries({ queryKey: keys.me });
    }
  }

  return (
    <section className={classes.section} aria-labelledby="my-app">
      <h2 id="my-app">
        <Trans>Authenticator app</Trans>
      </h2>
      <p>
        {added ? (
          <Trans>Set up on {day(added)}. Signing in asks for its code.</Trans>
        ) : (
          <Trans>Signing in asks for a code of an app on your phone, besides the password.</Trans>
        )}
      </p>
      <FormAlert>{error}</FormAlert>
      <div className={classes.actions}>
        <Button
          variant={added ? 'default' : 'filled'}
          onClick={() => ask(() => void act(async () => setBegun(await beginApp())), security.may_add)}
        >
          {added ? <Trans>Set up another app</Trans> : <Trans>Set up an app</Trans>}
        </Button>
        {added ? (
          <Button variant="default" color="red" onClick={() => ask(() => void act(removeApp))}>
            <Trans>Remove the app</Trans>
          </Button>
        ) : null}
      </div>
      {left === null ? null : (
        <>
          <h3 className={classes.sub}>
            <Trans>Recovery codes</Trans>
          </h3>
          <p className={classes.lead}>
            <Trans>{left} of them are left.</Trans>
          </p>
          <Button
            variant="default"
            onClick={() => ask(() => void act(async () => setCodes((await makeRecoveryCodes()).codes)))}
          >
            <Trans>Make new recovery codes</Trans>
          </Button>
        </>
      )}
      {dialog}
      {begun ? (
        <AppDialog
          begun={begun}
          onClose={() => setBegun(null)}
          onDone={(fresh) => {
            setCodes(fresh);
            void act(async () => undefined);
          }}
        />
      ) : null}
      {codes.length > 0 ? <CodesDialog codes={codes} onClose={() => setCodes([])} /> : null}
    </section>
  );
}

interface AppProps {
  begun: Schemas['AppBegun'];
  onClose: () => void;
  onDone: (codes: string[]) => void;
}

function AppDialog({ begun, onClose, onDone }: AppProps) {
  const { t } = useLingui();
  return (
    <FormDialog
      title={<Trans>Set up an authenticator app</Trans>}
      submitLabel={<Trans>Turn it on</Trans>}
      size={440}
      onClose={onClose}
      onSubmit={async (text) => onDone((await setUpApp(text('code'))).codes)}
    >
      {(problemAt) => (
        <>
          <p className={classes.lead}>
            <Trans>Scan this picture with the app, or type the key. Then enter the code that it shows.</Trans>
          </p>
          <img
            className={classes.qr}
            src={`data:image/svg+xml;utf8,${encodeURIComponent(begun.picture)}`}
            alt={t`QR code for the authenticator app`}
          />
          <TextInput
            label={t`Key`}
            value={begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}
            readOnly
            classNames={{ input: classes.key ?? '' }}
          />
          <TextInput
            name="code"
            label={t`Code`}
            autoComplete="one-time-code"
            inputMode="numeric"
            required
            data-autofocus
            error={problemAt('/code')}
          />
        </>
      )}
    </FormDialog>
  );
}
