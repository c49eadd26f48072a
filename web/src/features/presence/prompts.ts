import type { Drafts, Id, Instant, Ticket, TicketEvent } from '~/api/types';
import { replying } from './people';
import type { Present } from './wire';

/** Milliseconds: an unsent reply that rests longer than this asks nobody any more. */
const fresh = 8 * 3_600_000;

export interface Preparing {
  person: Id;
  name: string | null;
  since: Instant;
  /** Open in an editor now, or only kept as a draft. */
  open: boolean;
}

/** Everybody else who has a reply open, or left one unsent within eight hours. */
export function preparing(
  all: readonly Present[],
  drafts: Drafts['others'],
  me: Id,
  now: number,
): Preparing[] {
  const open = replying(all)
    .filter((one) => one.person !== me)
    .map((one) => ({ person: one.person, name: null, since: one.reply_since ?? one.since, open: true }));
  const known = new Set(open.map((one) => one.person));
  const resting = drafts
    .filter((one) => one.kind === 'reply' && one.author.id !== me && !known.has(one.author.id))
    .filter((one) => now - Date.parse(one.updated_at) < fresh)
    .map((one) => ({ person: one.author.id, name: one.author.name, since: one.updated_at, open: false }));
  return [...open, ...resting];
}

/** Who began to reply after me while my reply is open, and has not been answered yet; the newest last. */
export function newcomers(people: readonly Present[], me: Id, answered: ReadonlySet<string>): Present[] {
  const mine = people.find((one) => one.person === me)?.reply_since;
  if (!mine) return [];
  return replying(people)
    .filter((one) => one.person !== me && Date.parse(one.reply_since ?? mine) > Date.parse(mine))
    .filter((one) => !answered.has(episode(one)))
    .sort((a, b) => Date.parse(a.reply_since ?? '') - Date.parse(b.reply_since ?? ''));
}

/** One newcomer asks once: whoever closes the reply and begins anew is a new one. */
export const episode = (one: Present): string => `${one.person}/${one.reply_since}`;

/** What another did to the ticket as a whole while I have it open. */
export interface Removal {
  seq: number;
  by: Id | null;
  name: string;
  kind: TicketEvent['actor']['kind'];
  at: Instant;
}

const removalOf = ({ seq, actor, at }: TicketEvent): Removal => ({
  seq,
  by: actor.id,
  name: actor.name,
  kind: actor.kind,
  at,
});

export type Deletion =
  | { type: 'asked'; trashed: Removal }
  /** I was asked, and another restored it first. */
  | { type: 'restored'; trashed: Removal; restored: Removal };

/** The last time that another moved it to the trash, and what has become of it. */
export function deletion(events: readonly TicketEvent[], ticket: Ticket, me: Id): Deletion | null {
  const last = (kind: string) => events.findLast((event) => event.kind === kind);
  const trashed = last('ticket.trashed');
  if (!trashed || trashed.actor.id === me) return null;
  const restored = events.findLast((event) => event.kind === 'ticket.restored' && event.seq > trashed.seq);
  if (restored)
    return restored.actor.id === me
      ? null
      : { type: 'restored', trashed: removalOf(trashed), restored: removalOf(restored) };
  return ticket.deleted ? { type: 'asked', trashed: removalOf(trashed) } : null;
}

export interface Move extends Removal {
  from: { id: Id; name: string };
  to: { id: Id; name: string };
}

/** The last time that somebody else moved it to the department where it is now. */
export function moved(events: readonly TicketEvent[], ticket: Ticket, me: Id): Move | null {
  const event = events.findLast((one) => one.field === 'department');
  if (!event || event.actor.id === me || String(event.new) !== ticket.department.id) return null;
  return {
    ...removalOf(event),
    from: { id: String(event.old), name: event.old_label ?? '' },
    to: { id: String(event.new), name: event.new_label ?? '' },
  };
}
