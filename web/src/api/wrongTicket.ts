import { api } from './client';
import type { Id, Schemas } from './types';

/** Moves a customer's message, and later ones with it, to another ticket or (`to` null) to one of its own. */
export const moveMessage = (number: number, message: Id, input: Schemas['WrongTicketInput']) =>
  api.post<Schemas['MovedMessages']>(`/tickets/${number}/messages/${message}/wrong-ticket`, input);
