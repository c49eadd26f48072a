import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { Keys } from '~/actions/Keys';
import { offerUndo, withdrawUndo } from './undoable';

const closeName = () => ({ 'aria-label': i18n._(msg`Dismiss`) });

/** A message with what can be done about it. */
const beside = (message: ReactNode, label: ReactNode, onClick: () => void) => (
  <span style={{ display: 'flex', gap: 12, alignItems: 'center' }}>
    <span style={{ flex: 1 }}>{message}</span>
    <button type="button" className="undo-link" onClick={onClick}>
      {label}
    </button>
  </span>
);

/** A short word about what has just been done, at the bottom left; long enough to press Undo. */
export function tell(message: ReactNode, undo?: { label: string; run: () => void }): void {
  const take = () => {
    withdrawUndo(id);
    notifications.hide(id);
    undo?.run();
  };
  const id = notifications.show({
    position: 'bottom-left',
    autoClose: undo ? 10_000 : 6_000,
    closeButtonProps: closeName(),
    onClose: () => withdrawUndo(id),
    message: undo
      ? beside(
          message,
          <>
            {undo.label} <Keys of="undo" />
          </>,
          take,
        )
      : message,
  });
  if (undo) offerUndo(id, take);
}

/** News from elsewhere, at the top right; a click on the number leads there. */
export function news(message: ReactNode, title: string, open: () => void): void {
  const id = notifications.show({
    position: 'top-right',
    autoClose: 6_000,
    closeButtonProps: closeName(),
    message: beside(message, title, () => {
      notifications.hide(id);
      open();
    }),
  });
}

/** Something that can be done now or later; it stays until it is answered. */
export function offer(message: ReactNode, action: string, take: () => void): void {
  const id = notifications.show({
    position: 'bottom-left',
    autoClose: false,
    closeButtonProps: closeName(),
    message: beside(message, action, () => {
      notifications.hide(id);
      take();
    }),
  });
}

/** A failure that also has a place on the screen; the toast only draws the eye. */
export function complain(message: ReactNode): void {
  notifications.show({
    position: 'bottom-left',
    color: 'red',
    autoClose: 10_000,
    message,
    closeButtonProps: { ...closeName() },
  });
}
