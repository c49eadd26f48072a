import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export interface Shortcut {
  id: string;
  /** As typed: a letter stands for the key itself, "Shift+X" with Shift. */
  keys: string;
  label: MessageDescriptor;
}

/** One list feeds the listener, the hints in menus and tooltips, and the help sheet. */
export const keymap = [
  { id: 'next', keys: 'J', label: msg`Next ticket` },
  { id: 'previous', keys: 'K', label: msg`Previous ticket` },
  { id: 'reply', keys: 'R', label: msg`Reply` },
  { id: 'note', keys: 'N', label: msg`Internal note` },
  { id: 'assign-me', keys: 'I', label: msg`Assign to me` },
  { id: 'macro', keys: 'M', label: msg`Macro` },
  { id: 'snooze', keys: 'H', label: msg`Snooze` },
  { id: 'status', keys: 'S', label: msg`Change the status` },
  { id: 'create', keys: 'C', label: msg`New ticket` },
  { id: 'search', keys: '/', label: msg`Search` },
  { id: 'filter', keys: 'F', label: msg`Filter this list` },
  { id: 'copy-number', keys: '.', label: msg`Copy the number` },
  { id: 'copy-link', keys: 'Shift+.', label: msg`Copy the link` },
  { id: 'back', keys: 'U', label: msg`Back to the list` },
  { id: 'fold-views', keys: '[', label: msg`Show or hide the views` },
  { id: 'fold-context', keys: ']', label: msg`Show or hide the details` },
  { id: 'undo', keys: 'Z', label: msg`Undo the last action` },
  { id: 'select', keys: 'X', label: msg`Select the ticket` },
  { id: 'select-next', keys: 'Shift+J', label: msg`Extend the selection down` },
  { id: 'select-previous', keys: 'Shift+K', label: msg`Extend the selection up` },
  { id: 'select-page', keys: 'Shift+X', label: msg`Select all that are loaded` },
  { id: 'help', keys: '?', label: msg`All shortcuts` },
] as const satisfies Shortcut[];

export type ShortcutId = (typeof keymap)[number]['id'];

interface KeyLike {
  key: string;
  code: string;
  shiftKey: boolean;
}

/** Shift is spelled out only where it is not already in the character ("?" needs none). */
function spelling(event: KeyLike, key: string): string {
  if (/^\p{L}$/u.test(key)) return (event.shiftKey ? 'Shift+' : '') + key.toUpperCase();
  if (event.code === 'Period') return event.shiftKey ? 'Shift+.' : '.';
  return key;
}

/** The shortcut that this key press means, also on keyboards whose letters are not Latin (by place of the key). */
export function shortcutFor(event: KeyLike): ShortcutId | null {
  const direct = spelling(event, event.key);
  const found = keymap.find((shortcut) => shortcut.keys === direct);
  if (found) return found.id;
  if (/^[\x20-\x7e]$/.test(event.key)) return null;
  const letter = /^Key([A-Z])$/.exec(event.code)?.[1];
  const punctuation: Record<string, string> = {
    Slash: event.shiftKey ? '?' : '/',
    Period: event.shiftKey ? 'Shift+.' : '.',
    BracketLeft: '[',
    BracketRight: ']',
  };
  const byPlace = letter ? spelling(event, letter) : punctuation[event.code];
  return keymap.find((shortcut) => shortcut.keys === byPlace)?.id ?? null;
}
