import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Condition, Id, Schemas, View } from './types';

export const conditionFieldsQuery = queryOptions({
  queryKey: keys.conditionFields,
  queryFn: ({ signal }) => api.get<Schemas['ConditionFieldList']>('/conditions/fields', undefined, signal),
  staleTime: 5 * 60_000,
});

/** What is wrong with a condition; else what it says, and how many tickets match it now, within a view or everywhere. */
export const conditionQuery = (condition: Condition, view = '') =>
  queryOptions({
    queryKey: keys.condition(condition, view),
    queryFn: () => api.post<Schemas['ConditionChecked']>('/conditions/check', { condition, view }),
    staleTime: 15_000,
  });

export interface ViewContent {
  name: string;
  condition: Condition;
  sort: string;
}

export const createView = (content: ViewContent) => api.post<View>('/views', content);

/** `base` is what the author saw: two tabs that change different things do not undo each other. */
export const editView = (
  id: Id,
  mine: Partial<ViewContent>,
  base: Partial<Record<keyof ViewContent, unknown>>,
) => api.patch<View>(`/views/${id}`, { ...mine, base });

export const deleteView = (id: Id) => api.del<void>(`/views/${id}`);

export const orderViews = (ids: Id[]) => api.post<Schemas['ViewList']>('/views/order', { ids });

/** The first of those whose name has these words. */
export const customersFound = (q: string) =>
  queryOptions({
    queryKey: ['customers', 'found', q],
    queryFn: ({ signal }) => api.get<Schemas['CustomerList']>('/customers', { q }, signal),
    staleTime: 60_000,
  });

export const organisationsFound = (q: string) =>
  queryOptions({
    queryKey: ['organisations', 'found', q],
    queryFn: ({ signal }) => api.get<Schemas['OrganisationList']>('/organisations', { q }, signal),
    staleTime: 60_000,
  });

export const customerQuery = (id: Id) =>
  queryOptions({
    queryKey: ['customers', 'one', id],
    queryFn: ({ signal }) => api.get<Schemas['CustomerShown']>(`/customers/${id}`, undefined, signal),
    staleTime: 60_000,
    retry: false,
  });

export const organisationQuery = (id: Id) =>
  queryOptions({
    queryKey: ['organisations', 'one', id],
    queryFn: ({ signal }) => api.get<Schemas['OrganisationShown']>(`/organisations/${id}`, undefined, signal),
    staleTime: 60_000,
    retry: false,
  });
