import { useQueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';

/** Everything that shows tickets or customers is asked for again: a dozen of them came, or went. */
export function useSampleDataChanged(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    client.removeQueries({ queryKey: ['ticket'] });
    const stale = [
      keys.sampleData,
      keys.start,
      keys.lists,
      keys.views,
      keys.allCustomers,
      keys.notifications,
    ];
    await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}
