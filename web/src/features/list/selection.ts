import { useSyncExternalStore } from 'react';
import type { Id } from '~/api/types';

export interface Chosen {
  id: Id;
  number: number;
  /** How far the ticket had come when it was chosen. */
  seq?: number;
}

interface Selection {
  /** By id, in the order of choosing. */
  chosen: ReadonlyMap<Id, Chosen>;
  /** From where Shift+J and Shift+K go on. */
  cursor: Id | null;
  /** Whether these are all tickets of the list, also those that are not loaded; or the first ones of too many. */
  every: 'all' | 'first' | null;
  /** On a touch screen, boxes are shown once they are asked for. */
  mode: boolean;
}

const none: Selection = { chosen: new Map(), cursor: null, every: null, mode: false };
let selection = none;
const listeners = new Set<() => void>();

function set(next: Selection): void {
  selection = next;
  for (const listener of listeners) listener();
}

const plain = ({ id, number, seq }: Chosen): Chosen => ({
  id,
  number,
  ...(seq === undefined ? {} : { seq }),
});

export function toggle(row: Chosen): void {
  const chosen = new Map(selection.chosen);
  if (!chosen.delete(row.id)) chosen.set(row.id, plain(row));
  set({ ...selection, chosen, cursor: row.id, every: null });
}

/** All rows from the cursor to this one, as a click with Shift asks for. */
export function chooseUpTo(rows: readonly Chosen[], row: Chosen): void {
  const to = rows.findIndex((one) => one.id === row.id);
  const from = rows.findIndex((one) => one.id === selection.cursor);
  if (from < 0 || to < 0) {
    toggle(row);
    return;
  }
  const chosen = new Map(selection.chosen);
  for (const one of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) chosen.set(one.id, plain(one));
  set({ ...selection, chosen, cursor: row.id, every: null });
}

/** One row further than the cursor, which is chosen as well; gives the place of the new one. */
export function extend(rows: readonly Chosen[], step: 1 | -1, start: number | null): number | null {
  const at = rows.findIndex((one) =>
    selection.cursor === null ? one.number === start : one.id === selection.cursor,
  );
  const next = at < 0 ? 0 : at + step;
  const row = rows[next];
  if (!row) return null;
  const chosen = new Map(selection.chosen);
  const from = rows[at];
  if (from) chosen.set(from.id, plain(from));
  chosen.set(row.id, plain(row));
  set({ ...selection, chosen, cursor: row.id, every: null });
  return next;
}

const byId = (rows: readonly Chosen[]) => new Map(rows.map((row) => [row.id, plain(row)]));

export function choose(rows: readonly Chosen[]): void {
  set({ ...selection, chosen: byId(rows), every: null });
}

/** All that the server named: from here on these and no others, whatever comes into the list. */
export function chooseEvery(matches: readonly Chosen[], more: boolean): void {
  set({ ...selection, chosen: byId(matches), every: more ? 'first' : 'all' });
}

export const isWhole = (chosen: ReadonlyMap<Id, Chosen>, rows: readonly Chosen[]): boolean =>
  rows.length > 0 && rows.every((row) => chosen.has(row.id));

/** What one key does, pressed again and again: those that are loaded, all of the list if there are others, none. */
export function afterwards(
  { chosen, every }: Pick<Selection, 'chosen' | 'every'>,
  rows: readonly Chosen[],
  further: boolean,
): 'page' | 'every' | 'none' {
  if (every !== null) return 'none';
  if (!isWhole(chosen, rows)) return 'page';
  return further ? 'every' : 'none';
}

export const currentSelection = (): Selection => selection;

export function clearSelection(): void {
  if (selection !== none) set(none);
}

export function toggleMode(): void {
  set(selection.mode ? none : { ...selection, mode: true });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSelection(): Selection {
  return useSyncExternalStore(subscribe, currentSelection);
}
