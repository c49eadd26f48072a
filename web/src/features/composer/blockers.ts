import type { Message } from '~/api/types';

/** Public words of people that came after the reply was begun: what the server will hold the reply for. */
export function newerPublic(messages: readonly Message[], seen: number): Message[] {
  return messages.filter(
    (message) =>
      message.seq > seen &&
      message.visibility === 'public' &&
      (message.kind === 'customer' || message.kind === 'reply') &&
      !message.automatic &&
      !message.undone,
  );
}
