import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './client';

/** A refusal is an answer: only silence and a busy server are asked again. */
function worthAsking(failures: number, error: unknown): boolean {
  const refused = error instanceof ApiError && error.problem.status < 500;
  return !refused && failures < 2;
}

function pause(attempt: number, error: unknown): number {
  const wish = error instanceof ApiError ? error.retryAfter : null;
  return wish ? Math.min(wish, 10) * 1000 : 500 * 2 ** attempt;
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: worthAsking,
      retryDelay: pause,
      networkMode: 'always',
      refetchOnWindowFocus: true,
      staleTime: 10_000,
    },
    mutations: { networkMode: 'always' },
  },
});
