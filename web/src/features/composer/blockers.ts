import type { Catalogue, Id, Message, TicketEvent } from '~/api/types';

/** What came after a reply was begun, and what the server will hold the reply for. */
export type Newer =
  | { type: 'message'; seq: number; message: Message }
  | { type: 'event'; seq: number; event: TicketEvent };

/** Public words of people: they hold a reply everywhere. */
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

/** The kinds of events that a department has reviewed besides. */
export function reviewedKinds(catalogue: Catalogue | undefined, department: Id): ReadonlySet<string> {
  const kinds = catalogue?.departments.find(({ id }) => id === department)?.reviewed_before_reply ?? [];
  // What a device keeps for reading offline may be of an earlier version, which knew of no such choice.
  return new Set(kinds.flatMap((kind) => catalogue?.reviewed_events?.[kind] ?? []));
}

/** What colleagues did of these kinds: nothing of my own, nothing that followed of itself or that no person did. */
export function newerReviewed(
  events: readonly TicketEvent[],
  kinds: ReadonlySet<string>,
  seen: number,
  me: Id | undefined,
): TicketEvent[] {
  return events.filter(
    ({ seq, kind, actor, cause }) =>
      seq > seen && kinds.has(kind) && actor.kind === 'agent' && actor.id !== me && !cause,
  );
}

/** Both, oldest first. */
export function newer(messages: readonly Message[], events: readonly TicketEvent[]): Newer[] {
  return [
    ...messages.map((message): Newer => ({ type: 'message', seq: message.seq, message })),
    ...events.map((event): Newer => ({ type: 'event', seq: event.seq, event })),
  ].sort((a, b) => a.seq - b.seq);
}
