import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Schemas } from './types';

/** How the installation avoids collisions. */
export type CollisionPolicy = Schemas['CollisionPolicyShown'];

/** How often colleagues met, and what came of it. */
export type CollisionNumbers = Schemas['CollisionNumbers'];
export type CollisionFigures = Schemas['CollisionFigures'];

export const collisionsQuery = queryOptions({
  queryKey: keys.collisions,
  queryFn: ({ signal }) => api.get<CollisionPolicy>('/collision-policy', undefined, signal),
});

export const changeCollisions = (changes: CollisionPolicy, base: CollisionPolicy) =>
  api.patch<CollisionPolicy>('/collision-policy', { ...changes, base });

/** The numbers of so many days, of which today is the last. */
export const collisionNumbersQuery = (days: number) =>
  queryOptions({
    queryKey: keys.collisionNumbers(days),
    queryFn: ({ signal }) => {
      const since = new Date();
      since.setHours(0, 0, 0, 0);
      since.setDate(since.getDate() - days + 1);
      return api.get<CollisionNumbers>('/collision-numbers', { since: since.toISOString() }, signal);
    },
  });
