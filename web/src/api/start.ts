import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Schemas } from './types';

export type Start = Schemas['StartShown'];
export type StartBox = Schemas['StartBox'];

export const startQuery = queryOptions({
  queryKey: keys.start,
  queryFn: ({ signal }) => api.get<Start>('/start', undefined, signal),
  staleTime: 10_000,
});
