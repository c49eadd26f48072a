import { api } from './client';
import type { Conversation, ConversationKind, Id } from './types';

/** Starts one beside the first; the key makes a repeated click harmless. */
export const startConversation = (
  number: number,
  input: { title: string; kind: ConversationKind; colleagues: Id[] },
  key: string,
) => api.post<Conversation>(`/tickets/${number}/conversations`, input, { 'Idempotency-Key': key });

/** Another title; `base` is the one that stood in the form. The kind never changes. */
export const renameConversation = (number: number, id: Id, title: string, base: string) =>
  api.patch<Conversation>(`/tickets/${number}/conversations/${id}`, { title, base: { title: base } });
