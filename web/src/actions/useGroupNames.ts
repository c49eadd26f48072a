import { useLingui } from '@lingui/react/macro';
import type { Shortcut } from './keymap';

/** The groups in which shortcuts are shown, in their order. */
export function useGroupNames(): [Shortcut['group'], string][] {
  const { t } = useLingui();
  return [
    ['all', t({ message: 'Everywhere', context: 'shortcuts' })],
    ['list', t({ message: 'In the list', context: 'shortcuts' })],
    ['ticket', t({ message: 'At a ticket', context: 'shortcuts' })],
    ['write', t({ message: 'Writing', context: 'shortcuts' })],
    ['go', t({ message: 'Going places', context: 'shortcuts' })],
  ];
}
