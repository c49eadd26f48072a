import type { TicketRow } from '~/api/types';

export interface Shown {
  rows: TicketRow[];
  /** How many rows would come, go or move if the list were brought up to date. */
  updates: number;
}

/**
 * Fresh data in the order that is already on screen. Nothing moves under the pointer: rows that are new or have
 * moved up wait behind a pill, rows that have left keep their last known face until the list is renewed.
 */
export function inShownOrder(
  order: readonly string[],
  known: ReadonlyMap<string, TicketRow>,
  fresh: TicketRow[],
  departed: ReadonlySet<string> = new Set(),
): Shown {
  const now = new Map(fresh.map((row) => [row.id, row]));
  const rows = order.flatMap((id) => now.get(id) ?? (departed.has(id) ? [] : known.get(id)) ?? []);
  const stayed = fresh.filter((row) => order.includes(row.id));
  const wanted = order.filter((id) => now.has(id));
  const moved = stayed.filter((row, index) => row.id !== wanted[index]).length;
  const come = fresh.length - stayed.length;
  const gone = rows.filter((row) => !now.has(row.id)).length;
  // One row that jumps to the top displaces others; only rows whose own time changed count as moved.
  const jumped = stayed.filter((row) => known.get(row.id)?.updated_at !== row.updated_at).length;
  return { rows, updates: come + gone + (moved > 0 ? Math.max(1, Math.min(moved, jumped)) : 0) };
}

/** Further pages of the same list only add to its end: the shown order grows without a pill. */
export function grows(order: readonly string[], fresh: readonly TicketRow[]): boolean {
  return fresh.length > order.length && order.every((id, index) => fresh[index]?.id === id);
}

/** Whether the shown order is the one of the data. */
export function sameOrder(order: readonly string[], fresh: readonly TicketRow[]): boolean {
  return fresh.length === order.length && order.every((id, index) => fresh[index]?.id === id);
}
