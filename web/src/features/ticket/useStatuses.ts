import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '~/api/session';
import type { Catalogue, Status } from '~/api/types';

/** A department's own statuses; those without a department serve all that have none. */
export function statusesOf(catalogue: Catalogue | undefined, departmentId: string): Status[] {
  const all = [...(catalogue?.statuses ?? [])].sort((a, b) => a.position - b.position);
  const own = all.filter((status) => status.department_id === departmentId);
  return own.length > 0 ? own : all.filter((status) => status.department_id === null);
}

export function useStatuses() {
  const { data } = useQuery(catalogueQuery);
  return {
    of: (departmentId: string) => statusesOf(data, departmentId),
    nameOf: (departmentId: string, slug: string) =>
      statusesOf(data, departmentId).find((status) => status.slug === slug)?.name ?? slug,
  };
}
