import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Id, Schemas } from './types';

/** Talks of colleagues who meet on a ticket. */
export type Chat = Schemas['ChatShown'];
export type ChatLine = Schemas['ChatLineShown'];
export type Move = Schemas['ProposalInput']['move'];

/** Those that I am in and that go on. */
export const chatsQuery = queryOptions({
  queryKey: keys.chats,
  queryFn: async ({ signal }) => (await api.get<Schemas['ChatList']>('/chats', undefined, signal)).results,
  staleTime: 60_000,
});

/** One of them, also when I have left it or it has ended. */
export const chatQuery = (id: Id | null) =>
  queryOptions({
    queryKey: [...keys.chats, 'one', id],
    queryFn: ({ signal }) => api.get<Chat>(`/chats/${id}`, undefined, signal),
  });
/** Those about a ticket that I am or was in, and the group's. */
export const chatsOfQuery = (number: number) =>
  queryOptions({
    queryKey: [...keys.chats, 'of', number],
    queryFn: async ({ signal }) =>
      (await api.get<Schemas['ChatList']>(`/tickets/${number}/chats`, undefined, signal)).results,
  });

/** With one colleague; without one, with everybody who is on the ticket. */
export const beginChat = (number: number, person: Id | null) =>
  api.post<Chat>(`/tickets/${number}/chats`, person ? { person_id: person } : {});
export const sayInChat = (id: Id, text: string, client_id: string) =>
  api.post<Chat>(`/chats/${id}/lines`, { text, client_id });
export const propose = (id: Id, move: Move, client_id: string) =>
  api.post<Chat>(`/chats/${id}/moves`, { move, client_id });
export const answerMove = (id: Id, line: Id, accept: boolean) =>
  api.post<Chat>(`/chats/${id}/moves/${line}/answer`, { accept });
export const readChat = (id: Id, line_id: Id) => api.put<Chat>(`/chats/${id}/read`, { line_id });
export const leaveChat = (id: Id) => api.post<Chat>(`/chats/${id}/leave`);
export const keepChat = (id: Id) => api.post<Schemas['ChatKept']>(`/chats/${id}/note`);
