import { type ReactNode, useState } from 'react';
import type { Security } from '~/api/security';
import { ConfirmDialog } from './ConfirmDialog';

/** Does something at once if the session is fresh enough, else after a dialog that asks who is here. */
export function useConfirmed(security: Security): [(act: () => void, enough?: boolean) => void, ReactNode] {
  const [waiting, setWaiting] = useState<(() => void) | null>(null);
  const ask = (act: () => void, enough = security.confirmed) => (enough ? act() : setWaiting(() => act));
  const dialog = waiting ? (
    <ConfirmDialog
      security={security}
      onClose={() => setWaiting(null)}
      onConfirmed={() => {
        setWaiting(null);
        waiting();
      }}
    />
  ) : null;
  return [ask, dialog];
}
