import { infiniteQueryOptions } from '@tanstack/react-query';
import { api, type Query, withQuery } from './client';
import { keys } from './keys';
import type { Schemas } from './types';

export type AuditEntry = Schemas['AuditEntry'];

/** As they stand in the address of the page; days are those of the reader's zone. */
export interface AuditFilters {
  subject?: string;
  act?: string;
  actor?: string;
  from?: string;
  to?: string;
}

/** The first moment of a day, or of the one after it. */
function startOf(day: string, after = 0): string {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + after);
  return date.toISOString();
}

function asked(filters: AuditFilters): Query {
  return {
    subject: filters.subject,
    act: filters.act,
    actor: filters.actor,
    since: filters.from ? startOf(filters.from) : undefined,
    until: filters.to ? startOf(filters.to, 1) : undefined,
  };
}

/** All that the filters leave, as a file. */
export const auditFileUrl = (filters: AuditFilters) => withQuery('/api/v1/audit/export', asked(filters));

export const auditQuery = (filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: keys.audit(filters),
    queryFn: ({ pageParam, signal }) =>
      api.get<Schemas['AuditList']>('/audit', { ...asked(filters), cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 0,
  });
