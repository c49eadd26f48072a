import { queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type { Id, Message, Schemas } from './types';

/** The text that stands there now, as `note.edit_conflict` gives it. */
export type NoteConflict = Schemas['NoteText'] & { author: Schemas['Named'] };

export const editNote = (number: number, id: Id, base: number, body_html: string) =>
  api.patch<Message>(`/tickets/${number}/messages/${id}`, { base, body_html });

export const noteTextsQuery = (number: number, id: Id) =>
  queryOptions({
    queryKey: [...keys.messages(number), id, 'texts'],
    queryFn: ({ signal }) =>
      api.get<Schemas['NoteTextList']>(`/tickets/${number}/messages/${id}/texts`, undefined, signal),
    staleTime: 0,
  });

/** Takes a file out of its message, into the trash; and back. */
export const removeFile = (id: Id) => api.del<void>(`/attachments/${id}`);
export const restoreFile = (id: Id) => api.post<void>(`/attachments/${id}/restore`);

export const cloneTicket = (number: number, subject: string, with_message: boolean, key: string) =>
  api.post<Schemas['TicketPage']>(
    `/tickets/${number}/clone`,
    { subject, with_message },
    { 'Idempotency-Key': key },
  );
