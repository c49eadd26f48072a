import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Schemas } from './types';

export type SampleData = Schemas['SampleDataShown'];
export type SampleDataRemoved = Schemas['SampleDataRemoved'];

export const sampleDataQuery = queryOptions({
  queryKey: keys.sampleData,
  queryFn: ({ signal }) => api.get<SampleData>('/sample-data', undefined, signal),
  staleTime: 0,
});
export const loadSampleData = () => api.post<SampleData>('/sample-data', {});
export const removeSampleData = () => api.del<SampleDataRemoved>('/sample-data');
