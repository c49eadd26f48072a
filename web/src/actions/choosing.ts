import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type Keys, keymap, type ShortcutId } from './keymap';

/** What browsers, systems and screen readers leave to a page; the server's list is the same. */
const chords = [
  ...['Mod+K', 'Mod+/', 'Mod+.', 'Mod+;', 'Mod+Enter', 'Mod+Shift+Enter'],
  ...['F2', 'F6', 'F8', 'F9', 'Shift+F2', 'Shift+F9'],
];
const single = /^(?:Space|(?:Shift\+|G )?[A-Z]|[0-9]|Shift\+\.|[!-/:-@[-`{-~])$/;

/** Why these keys cannot be those of this shortcut; null if they can. */
export function refusalOf(id: ShortcutId, keys: string): MessageDescriptor | null {
  if (keys === '' || chords.includes(keys)) return null;
  if (keys === 'G') return msg`G begins pairs of keys, such as G then I.`;
  if (!single.test(keys)) return msg`The browser, the system or a screen reader needs this key.`;
  const writing = keymap.some((one) => one.id === id && 'writing' in one);
  if (writing) return msg`This works while you write, so it needs Ctrl, Command or a function key.`;
  return null;
}

/** The other shortcut that has these keys now. */
export function holderOf(id: ShortcutId, wanted: string, keys: Keys): ShortcutId | null {
  if (wanted === '') return null;
  return keymap.find((one) => one.id !== id && keys[one.id] === wanted)?.id ?? null;
}
