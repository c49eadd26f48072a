import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Schemas } from './types';

/** How the installation avoids collisions. */
export type CollisionPolicy = Schemas['CollisionPolicyShown'];

export const collisionsQuery = queryOptions({
  queryKey: keys.collisions,
  queryFn: ({ signal }) => api.get<CollisionPolicy>('/collision-policy', undefined, signal),
});

export const changeCollisions = (changes: CollisionPolicy, base: CollisionPolicy) =>
  api.patch<CollisionPolicy>('/collision-policy', { ...changes, base });
