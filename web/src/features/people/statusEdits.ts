import type { StatusChanges, StatusLook } from '~/api/settingsTypes';
import type { Id, Status } from '~/api/types';

/** The statuses with one of them a place further up (-1) or down (1). */
export function moved(rows: Status[], id: Id, by: -1 | 1): Status[] {
  const from = rows.findIndex((row) => row.id === id);
  const other = rows[from + by];
  const one = rows[from];
  if (!one || !other) return rows;
  return rows.map((row, index) => (index === from ? other : index === from + by ? one : row));
}

function pair<Field extends keyof StatusLook>(
  field: Field,
  base: StatusLook,
  mine: StatusLook,
): StatusChanges {
  return base[field] === mine[field] ? {} : { [field]: { base: base[field], mine: mine[field] } };
}

/** What to ask of the server, status by status: only what its author changed, beside what they saw. */
export function statusEdits(seen: Status[], rows: Status[]): [Id, StatusChanges][] {
  const before = new Map(seen.map((status) => [status.id, status]));
  const places = seen.map((status) => status.position).sort((a, b) => a - b);
  // Places that tie say nothing about an order.
  const spread = new Set(places).size === places.length;
  const kept = rows.every((row, index) => row.id === seen[index]?.id);
  return rows.flatMap((row, index): [Id, StatusChanges][] => {
    const base = before.get(row.id);
    if (!base) return [];
    const position = kept ? base.position : spread ? (places[index] ?? index) : index;
    const mine = { ...row, name: row.name.trim(), position };
    const changes = {
      ...pair('name', base, mine),
      ...pair('colour', base, mine),
      ...pair('position', base, mine),
      ...pair('offered_on_send', base, mine),
    };
    return Object.keys(changes).length > 0 ? [[row.id, changes]] : [];
  });
}
