import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Id, Instant, Message, NewMessage, Schemas } from './types';

export type Scheduled = Schemas['ScheduledShown'];

/** The replies that wait on a ticket; asked for again whenever the ticket has come further. */
export const scheduledQuery = (number: number, seq: number) =>
  queryOptions({
    queryKey: keys.scheduled(number, seq),
    queryFn: ({ signal }) =>
      api.get<Schemas['ScheduledList']>(`/tickets/${number}/scheduled`, undefined, signal),
    staleTime: 60_000,
    gcTime: 60_000,
  });

/** The same reply as is sent at once, for later. */
export const scheduleReply = (
  number: number,
  { visibility: _public, mentions: _none, ...reply }: NewMessage,
  at: Instant,
) =>
  api.post<Scheduled>(`/tickets/${number}/scheduled`, {
    ...reply,
    seen: reply.seen ?? 0,
    at,
  } satisfies Schemas['ScheduleInput']);

const path = (number: number, id: Id) => `/tickets/${number}/scheduled/${id}`;

export const sendScheduled = (number: number, id: Id) => api.post<Message>(`${path(number, id)}/send`);

/** Its text comes back, with what its author has not seen yet. */
export const editScheduled = (number: number, id: Id) =>
  api.post<Schemas['ScheduledTakenBack']>(`${path(number, id)}/edit`);

export const stopScheduled = (number: number, id: Id) => api.del<void>(path(number, id));

/** One text to many tickets, each with up to where its row was read. Under the same key no ticket is written to twice. */
export const replyToAll = (
  tickets: { id: Id; seen: number }[],
  html: string,
  status: string | null,
  key: string,
) =>
  api.post<Schemas['BulkReplyShown']>('/tickets/bulk/reply', {
    tickets,
    body_html: html,
    ...(status === null ? {} : { status }),
    client_id: key,
  } satisfies Schemas['BulkReplyInput']);

export const previewReplies = (ids: Id[], html: string) =>
  api.post<Schemas['BulkReplyPreviews']>('/tickets/bulk/reply/preview', { ids, body_html: html });
