import type { AuditFilters } from '~/api/audit';

const day = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (value: unknown): value is string =>
  typeof value === 'string' && day.test(value) && !Number.isNaN(Date.parse(value));

/** Whatever stands in the address, as filters; what is none is left out. */
export function readFilters(search: Record<string, unknown>): AuditFilters {
  const found: AuditFilters = {};
  for (const name of ['subject', 'act'] as const) {
    const value = search[name];
    if (typeof value === 'string' && value) found[name] = value;
  }
  // An id of digits only is read as a number from the address.
  if (search.actor !== undefined && /^\d{1,19}$/.test(String(search.actor)))
    found.actor = String(search.actor);
  if (isDay(search.from)) found.from = search.from;
  if (isDay(search.to)) found.to = search.to;
  return found;
}
