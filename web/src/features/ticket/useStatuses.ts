import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '~/api/session';
import type { Catalogue, Status } from '~/api/types';

/** A department's statuses in their order. */
export function statusesOf(catalogue: Catalogue | undefined, departmentId: string): Status[] {
  return (catalogue?.statuses ?? [])
    .filter((status) => status.department_id === departmentId)
    .sort((a, b) => a.position - b.position);
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
