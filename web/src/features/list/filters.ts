import type { ListFilters } from '~/api/tickets';
import type { Condition } from '~/api/types';
import { readCondition } from '~/conditions/condition';

/** What the address says about the list; a copied link shows the same. */
export interface ListSearch {
  view?: string;
  q?: string;
  status?: string;
  owner?: string;
  priority?: string;
  channel?: string;
  department?: string;
  tag?: string;
  days?: number;
  sort?: string;
  /** A condition as JSON. */
  condition?: string;
}

export const filterNames = ['status', 'owner', 'priority', 'channel', 'department', 'tag', 'days'] as const;
export type FilterName = (typeof filterNames)[number];

export const sorts = ['-updated', 'updated', '-created', 'created', '-priority', 'priority', 'due'] as const;
export type Sort = (typeof sorts)[number];

export const defaultView = 'mine_open';
export const defaultSort: Sort = '-updated';

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined;

export function parseSearch(raw: Record<string, unknown>): ListSearch {
  const days = Number(raw.days);
  const sort = sorts.find((known) => known === raw.sort);
  const entries: [keyof ListSearch, string | number | undefined][] = [
    ['view', text(raw.view)],
    ['q', text(raw.q)],
    ['status', text(raw.status)],
    ['owner', text(raw.owner)],
    ['priority', text(raw.priority)],
    ['channel', text(raw.channel)],
    ['department', text(raw.department)],
    ['tag', text(raw.tag)],
    ['days', Number.isInteger(days) && days > 0 && days <= 3650 ? days : undefined],
    ['sort', sort],
    ['condition', text(raw.condition)],
  ];
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as ListSearch;
}

export function toFilters(search: ListSearch): ListFilters {
  return {
    view: search.view ?? defaultView,
    q: search.q,
    status: search.status,
    owner: search.owner,
    priority: search.priority,
    channel: search.channel,
    department: search.department,
    tag: search.tag,
    received_days: search.days,
    // Without one the view's own order counts.
    sort: search.sort,
    condition: search.condition,
  };
}

export function activeFilters(search: ListSearch): FilterName[] {
  return filterNames.filter((name) => search[name] !== undefined);
}

/** The condition in the address; undefined when there is none, and for what is none. */
export function conditionIn(search: ListSearch): Condition | undefined {
  try {
    return readCondition(JSON.parse(search.condition ?? 'null'));
  } catch {
    return undefined;
  }
}

export const isNarrowed = (search: ListSearch): boolean =>
  activeFilters(search).length > 0 || search.condition !== undefined;

/** The same list without any filter; view and order stay. */
export function withoutFilters(search: ListSearch): ListSearch {
  const { view, sort } = search;
  return { ...(view ? { view } : {}), ...(sort ? { sort } : {}) };
}

export function withFilter(
  search: ListSearch,
  name: keyof ListSearch,
  value: string | number | undefined,
): ListSearch {
  const { [name]: _, ...rest } = search;
  return value === undefined || value === '' ? rest : { ...rest, [name]: value };
}
