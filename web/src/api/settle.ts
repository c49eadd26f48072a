import type { QueryClient, QueryKey, Updater } from '@tanstack/react-query';

/**
 * Puts what the server has answered to a change where it is shown. An answer that is still under way was asked for before, and would
 * show the old state again: it is let go, and asked for anew.
 */
export async function settle<T>(
  client: QueryClient,
  queryKey: QueryKey,
  fresh: Updater<T | undefined, T | undefined>,
): Promise<void> {
  const which = { queryKey, exact: true };
  const underWay = client.isFetching(which) > 0;
  await client.cancelQueries(which);
  client.setQueryData<T>(queryKey, fresh);
  if (underWay) void client.invalidateQueries(which);
}
