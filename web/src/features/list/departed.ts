import type { Id } from '~/api/types';

/** Tickets that this tab has deleted for good: they keep no face in a list until it is renewed, since nothing is behind it. */
export const departed = new Set<Id>();
