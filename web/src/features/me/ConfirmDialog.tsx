import { Trans, useLingui } from '@lingui/react/macro';
import { PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { confirmIdentity, type Security } from '~/api/security';
import { FormDialog } from '~/ui/FormDialog';

interface Props {
  security: Security;
  onClose: () => void;
  /** Goes on with what was asked for. */
  onConfirmed: () => void;
}

/** Whoever changes how they sign in says once more who they are. */
export function ConfirmDialog({ security, onClose, onConfirmed }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const codes = security.app_added_at !== null;
  const [way, setWay] = useState(security.has_password ? 'password' : 'code');

  return (
    <FormDialog
      title={<Trans>Confirm that it is you</Trans>}
      submitLabel={<Trans>Continue</Trans>}
      size={400}
      onClose={onClose}
      onSubmit={async (text, raw) => {
        await confirmIdentity(way === 'password' ? { password: raw('password') } : { code: text('code') });
        await client.invalidateQueries({ queryKey: keys.security });
        onConfirmed();
      }}
    >
      {(problemAt) => (
        <>
          {codes && security.has_password ? (
            <SegmentedControl
              aria-label={t`How to confirm`}
              value={way}
              onChange={setWay}
              data={[
                { value: 'password', label: t`Password` },
                { value: 'code', label: t`Code` },
              ]}
            />
          ) : null}
          {way === 'password' ? (
            <PasswordInput
              name="password"
              label={t`Password`}
              autoComplete="current-password"
              required
              data-autofocus
              error={problemAt('/password')}
              visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
            />
          ) : (
            <TextInput
              name="code"
              label={t`Code of the app, or a recovery code`}
              autoComplete="one-time-code"
              inputMode="numeric"
              required
              error={problemAt('/code')}
            />
          )}
        </>
      )}
    </FormDialog>
  );
}
