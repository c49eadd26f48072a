import { useSyncExternalStore } from 'react';
import type { Id } from '~/api/types';

/**
 * The little that the ticket page itself must know of presence; the rest is loaded beside it. Whoever reads one of these hears of
 * that one only, so that no news of colleagues reaches an editor.
 */
interface Signals {
  /** A colleague writes the reply: a note is what one begins with. */
  noteFirst: boolean;
  /** By field: the names of those who change it now. */
  editing: Readonly<Record<string, string>>;
  /** Tickets that were moved to where I see nothing: by whom, and where to. */
  taken: Readonly<Record<number, { by: Id | undefined; department: Id | undefined }>>;
}

let signals: Signals = { noteFirst: false, editing: {}, taken: {} };
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function signal(change: Partial<Signals>): void {
  signals = { ...signals, ...change };
  for (const listener of listeners) listener();
}

export const useNoteFirst = (): boolean => useSyncExternalStore(subscribe, () => signals.noteFirst);
export const useEditorsOf = (field: string | undefined): string | undefined =>
  useSyncExternalStore(subscribe, () => (field ? signals.editing[field] : undefined));
export const useTaken = (number: number) => useSyncExternalStore(subscribe, () => signals.taken[number]);
export const takenNow = (): Signals['taken'] => signals.taken;

export interface Editors {
  reply: boolean;
  note: boolean;
}

/** What the composer and presence say to each other without knowing each other. */
export const between: {
  /** Set by presence: whether a colleague prepares a reply, so that one is asked first. */
  mustAsk: (() => boolean) | null;
  /** Set by presence: hears which editors are open. */
  onEditors: ((editors: Editors) => void) | null;
  editors: Editors;
} = { mustAsk: null, onEditors: null, editors: { reply: false, note: false } };

export function tellEditors(editors: Editors): void {
  between.editors = editors;
  between.onEditors?.(editors);
}
