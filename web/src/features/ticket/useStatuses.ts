import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '~/api/session';
import type { Catalogue, Status, Ticket } from '~/api/types';

/** A department's own statuses; those without a department serve all that have none. */
export function statusesOf(catalogue: Catalogue | undefined, departmentId: string): Status[] {
  const all = [...(catalogue?.statuses ?? [])].sort((a, b) => a.position - b.position);
  const own = all.filter((status) => status.department_id === departmentId);
  return own.length > 0 ? own : all.filter((status) => status.department_id === null);
}

/** The statuses that the ticket can take now, with the one that it has. */
export function allowedNow(statuses: Status[], ticket: Ticket): Status[] {
  const { statuses: allowed } = ticket;
  if (!allowed) return statuses;
  return statuses.filter((status) => allowed.includes(status.slug) || status.slug === ticket.status);
}

export function useStatuses() {
  const { data } = useQuery(catalogueQuery);
  const find = (departmentId: string, slug: string) =>
    statusesOf(data, departmentId).find((status) => status.slug === slug);
  return {
    of: (departmentId: string) => statusesOf(data, departmentId),
    nameOf: (departmentId: string, slug: string) => find(departmentId, slug)?.name ?? slug,
    /** What an agent's reply sets by itself; empty for nothing. */
    setByReply: (departmentId: string) =>
      data?.departments.find((one) => one.id === departmentId)?.on_agent_reply ?? '',
    colourOf: (departmentId: string, slug: string) => find(departmentId, slug)?.colour,
  };
}
