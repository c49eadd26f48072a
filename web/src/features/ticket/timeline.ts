import type { Message, TicketEvent } from '~/api/types';
import { first, inAddress } from './conversations/address';

export type TimelineItem =
  | { type: 'message'; key: string; message: Message }
  | { type: 'events'; key: string; events: TicketEvent[] };

/** Kinds of events that a message shows by itself: that it was written, and what became of its mail. */
const toldByMessage = /^(message|delivery)\./;

/**
 * Messages with what happened between them, oldest first. Events that belong to a message are left out: the
 * message itself tells them. Older events than those loaded stay in the history tab.
 */
export function timeline(messages: readonly Message[], events: readonly TicketEvent[]): TimelineItem[] {
  const marks: { seq: number; message?: Message; event?: TicketEvent }[] = [
    ...messages.map((message) => ({ seq: message.seq, message })),
    ...events
      .filter((event) => event.message_id === null && !toldByMessage.test(event.kind))
      .map((event) => ({ seq: event.seq, event })),
  ].sort((a, b) => a.seq - b.seq);

  const items: TimelineItem[] = [];
  for (const { message, event } of marks) {
    const last = items.at(-1);
    if (message) items.push({ type: 'message', key: `m${message.id}`, message });
    else if (event && last?.type === 'events') last.events.push(event);
    else if (event) items.push({ type: 'events', key: `e${event.id}`, events: [event] });
  }
  return items;
}

/** Mail whose look carries meaning is shown as it came; short plain mail reads better as text. */
export function htmlMatters(message: Message): boolean {
  if (!message.frame_url) return false;
  if (message.parts.visible.trim() === '' && message.text.trim() === '') return true;
  return message.has_remote_images || message.attachments.some((file) => file.inline && file.is_image);
}

/** What belongs to one conversation: the ticket's first has no id, and everything stands where none is chosen. */
export function only<One extends { conversation_id: string | null }>(
  conversation: string | undefined,
  all: readonly One[],
): readonly One[] {
  if (conversation === undefined) return all;
  return all.filter((one) => (one.conversation_id ? inAddress(one.conversation_id) : first) === conversation);
}
