import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import type { Schemas } from './types';

export type TagReplacement = Schemas['TagReplacementShown'];

/** Asked again and again while one of them is under way. */
export const replacementsQuery = queryOptions({
  queryKey: ['tag-replacements'],
  queryFn: ({ signal }) => api.get<Schemas['TagReplacementList']>('/tags/replacements', undefined, signal),
  refetchInterval: (query) => (query.state.data?.results.some((one) => !one.over) ? 1_500 : false),
});

export const replaceTag = (tag: string, by: string) =>
  api.post<TagReplacement>('/tags/replacements', { tag, by });
