import type { ReactNode } from 'react';
import type { ShortcutId } from '~/actions/keymap';

export type Group =
  | 'recent'
  | 'ticket'
  | 'selected'
  | 'go'
  | 'tickets'
  | 'people'
  | 'macros'
  | 'settings'
  | 'help'
  | 'choices';

/** One line of the palette. */
export interface Item {
  id: string;
  group: Group;
  label: string;
  words?: string | undefined;
  /** Small and behind: what it belongs to. */
  detail?: string | undefined;
  icon?: ReactNode;
  shortcut?: ShortcutId | undefined;
  /** Why it cannot be done; then it can be read and not chosen. */
  reason?: string | undefined;
  /** What is asked next, in the same place. */
  choices?: Item[] | undefined;
  /** Puts this into the field instead of closing. */
  prefix?: string;
  run: () => void;
}

/** The groups in their order. */
export const order: Group[] = [
  'recent',
  'ticket',
  'selected',
  'go',
  'tickets',
  'people',
  'macros',
  'settings',
  'help',
  'choices',
];
