import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import type { Ticket, TicketList, TicketRow } from '~/api/types';

type ListData = InfiniteData<TicketList, string>;

/** Writes what is known of one row into every list that shows it. */
export function patchRow(client: QueryClient, number: number, change: Partial<TicketRow>): void {
  client.setQueriesData<ListData>({ queryKey: keys.lists }, (data) =>
    data
      ? {
          ...data,
          pages: data.pages.map((page) => ({
            ...page,
            results: page.results.map((row) => (row.number === number ? { ...row, ...change } : row)),
          })),
        }
      : data,
  );
}

/** An answer from the server is the newest truth about its ticket; what depends on it is asked again. */
export function refreshAfter(client: QueryClient, fresh: Ticket): void {
  client.setQueryData<Ticket>(keys.ticket(fresh.number), (old) => ({ ...old, ...fresh }));
  const { status, group, priority, owner, team, department, tags, subject, seq, version } = fresh;
  const { spam, deleted, snoozed, snoozed_until } = fresh;
  patchRow(client, fresh.number, {
    status,
    group,
    priority,
    owner,
    team,
    department,
    tags,
    subject,
    seq,
    version,
    spam,
    deleted,
    snoozed,
    snoozed_until,
  });
  void client.invalidateQueries({ queryKey: keys.events(fresh.number) });
  void client.invalidateQueries({ queryKey: keys.lists });
  void client.invalidateQueries({ queryKey: keys.views });
}
