import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

export interface Shortcut {
  id: string;
  /**
   * "J", "Shift+J", "?" are pressed alone, "G I" one after the other, "Mod+K" with Ctrl (on Apple's keyboards with
   * Command), "F6" is a key of its own.
   */
  keys: string;
  group: 'list' | 'ticket' | 'write' | 'go' | 'all';
  /** Also works in a field or an editor. */
  writing?: true;
  label: MessageDescriptor;
}

/**
 * One list feeds the listener, the hints in menus and tooltips, the help sheet and the page where they are changed. The
 * server has the same table (`tandem/people/shortcuts.py`), since it keeps what people choose.
 */
export const keymap = [
  { id: 'palette', keys: 'Mod+K', writing: true, group: 'all', label: msg`Find anything, do anything` },
  { id: 'next', keys: 'J', group: 'list', label: msg`Next ticket` },
  { id: 'previous', keys: 'K', group: 'list', label: msg`Previous ticket` },
  { id: 'open', keys: 'O', group: 'list', label: msg`Open the ticket` },
  { id: 'peek', keys: 'Space', group: 'list', label: msg`Look into the ticket without opening it` },
  { id: 'back', keys: 'U', group: 'list', label: msg`Back to the list` },
  { id: 'search', keys: '/', group: 'list', label: msg`Search` },
  { id: 'filter', keys: 'F', group: 'list', label: msg`Filter this list` },
  { id: 'select', keys: 'X', group: 'list', label: msg`Select the ticket` },
  { id: 'select-next', keys: 'Shift+J', group: 'list', label: msg`Extend the selection down` },
  { id: 'select-previous', keys: 'Shift+K', group: 'list', label: msg`Extend the selection up` },
  // biome-ignore format: one line an entry, as the server's test reads it
  { id: 'select-page', keys: 'Shift+X', group: 'list', label: msg`Select all that are loaded, then all of the list` },
  { id: 'reply', keys: 'R', group: 'write', label: msg`Reply` },
  { id: 'note', keys: 'N', group: 'write', label: msg`Internal note` },
  { id: 'macro', keys: 'M', group: 'write', label: msg`Macro` },
  { id: 'send', keys: 'Mod+Enter', writing: true, group: 'write', label: msg`Send` },
  // biome-ignore format: one line an entry, as the server's test reads it
  { id: 'send-solve', keys: 'Mod+Shift+Enter', writing: true, group: 'write', label: msg`Send, set solved, go to the next ticket` },
  { id: 'assign', keys: 'A', group: 'ticket', label: msg`Assign…` },
  { id: 'assign-me', keys: 'I', group: 'ticket', label: msg`Assign to me` },
  { id: 'status', keys: 'S', group: 'ticket', label: msg`Change the status` },
  { id: 'resolve', keys: 'E', group: 'ticket', label: msg`Set solved` },
  { id: 'priority', keys: 'P', group: 'ticket', label: msg`Change the priority` },
  { id: 'team', keys: 'T', group: 'ticket', label: msg`Change the team` },
  { id: 'tags', keys: 'L', group: 'ticket', label: msg`Change the tags` },
  { id: 'snooze', keys: 'H', group: 'ticket', label: msg`Snooze` },
  { id: 'copy-number', keys: '.', group: 'ticket', label: msg`Copy the number` },
  { id: 'copy-link', keys: 'Shift+.', group: 'ticket', label: msg`Copy the link` },
  { id: 'who', keys: 'W', group: 'ticket', label: msg`Who is here` },
  { id: 'activity', keys: 'Y', group: 'ticket', label: msg`Activity since I opened` },
  { id: 'go-inbox', keys: 'G I', group: 'go', label: msg`Go to what waits for your answer` },
  { id: 'go-views', keys: 'G V', group: 'go', label: msg`Go to the views` },
  { id: 'go-mine', keys: 'G M', group: 'go', label: msg`Go to your open tickets` },
  { id: 'go-start', keys: 'G D', group: 'go', label: msg`Go to the start page` },
  { id: 'create', keys: 'C', group: 'all', label: msg`New ticket` },
  { id: 'undo', keys: 'Z', group: 'all', label: msg`Undo the last action` },
  { id: 'fold-views', keys: '[', group: 'all', label: msg`Show or hide the views` },
  { id: 'fold-context', keys: ']', group: 'all', label: msg`Show or hide the details` },
  { id: 'panes', keys: 'F6', writing: true, group: 'all', label: msg`From pane to pane` },
  { id: 'help', keys: '?', group: 'all', label: msg`All shortcuts` },
  // biome-ignore format: one line an entry, as the server's test reads it
  { id: 'help-anywhere', keys: 'Mod+/', writing: true, group: 'all', label: msg`All shortcuts, also while you write` },
] as const satisfies Shortcut[];

export type ShortcutId = (typeof keymap)[number]['id'];

/** By shortcut; empty where it was released. */
export type Keys = Readonly<Record<ShortcutId, string>>;

/** What one person chose, as the server keeps it. */
export interface Own {
  single_keys: boolean;
  keys: Readonly<Record<string, string>>;
}

/** With Ctrl or Command, or a key of its own: nothing that is typed. */
export const isChord = (keys: string): boolean => /^Mod\+|^(Shift\+)?F\d+$/.test(keys);

/**
 * The keys that count. One's own come first: a shortcut that came later with the same key has none. `listening` leaves
 * out what is pressed alone where that is switched off.
 */
export function keysOf(own: Own, listening = true): Keys {
  const taken = new Set(Object.values(own.keys));
  const entries = keymap.map(({ id, keys }) => {
    const mine = own.keys[id] ?? (taken.has(keys) ? '' : keys);
    return [id, listening && !own.single_keys && !isChord(mine) ? '' : mine] as const;
  });
  return Object.fromEntries(entries) as Record<ShortcutId, string>;
}
