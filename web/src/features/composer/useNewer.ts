import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { catalogueQuery, meQuery } from '~/api/session';
import { eventsQuery } from '~/api/tickets';
import type { Message, Ticket } from '~/api/types';
import { type Newer, newer, newerPublic, newerReviewed, reviewedKinds } from './blockers';

/** What will hold this reply, as it happens; nothing before there is one (`seen` is 0). The server looks again when it is sent. */
export function useNewer(ticket: Ticket, messages: Message[], seen: number): Newer[] {
  const { data: catalogue } = useQuery(catalogueQuery);
  const { data: me } = useQuery(meQuery);
  const kinds = reviewedKinds(catalogue, ticket.department.id);
  // The same pages that the conversation shows, the newest first.
  const { data } = useInfiniteQuery({
    ...eventsQuery(ticket.number),
    enabled: seen > 0 && kinds.size > 0,
  });
  if (seen === 0) return [];
  const events = kinds.size > 0 ? (data?.pages.flatMap((page) => page.results) ?? []) : [];
  return newer(newerPublic(messages, seen), newerReviewed(events, kinds, seen, me?.id));
}
