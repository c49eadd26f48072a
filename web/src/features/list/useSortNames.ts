import { useLingui } from '@lingui/react/macro';
import type { Sort } from './filters';

/** The orders of a list in words. */
export function useSortNames(): Record<Sort, string> {
  const { t } = useLingui();
  return {
    '-updated': t`Last changed first`,
    updated: t`Longest unchanged first`,
    '-created': t`Newest first`,
    created: t`Oldest first`,
    '-priority': t`Highest priority first`,
    priority: t`Lowest priority first`,
    due: t`Due soonest first`,
  };
}
