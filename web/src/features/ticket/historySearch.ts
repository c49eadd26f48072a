export const historyKeys = ['person', 'kind', 'field'] as const;

/** What the address says of the history's filters. */
export type HistorySearch = Partial<Record<(typeof historyKeys)[number], string | undefined>>;

export function parseHistory(raw: Record<string, unknown>): HistorySearch {
  const found: HistorySearch = {};
  for (const key of historyKeys) {
    // A person is an id, which the address gives as a number if it is short enough for one.
    const value = typeof raw[key] === 'number' ? String(raw[key]) : raw[key];
    if (typeof value === 'string' && /^[a-z_0-9]{1,40}$/.test(value)) found[key] = value;
  }
  return found;
}
