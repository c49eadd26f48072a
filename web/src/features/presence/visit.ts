import type { Id, Instant } from '~/api/types';
import type { Act } from './wire';

/** From opening the ticket to leaving it; a reload is still the same visit. */
export interface Visit {
  /** Since when the server says that I am here: what tells one visit from the next. */
  since: Instant;
  /** How far the ticket's history had got. */
  seq: number;
  acts: readonly Act[];
  /** Lines that were read, and those that were there when the flag was looked at. */
  read: readonly string[];
  noticed: readonly string[];
  /** Colleagues whom the flag has shown. */
  met: readonly Id[];
  /** Newcomers and notices that were answered. */
  answered: readonly string[];
}

const place = (ticket: Id) => `tandem.visit.${ticket}`;

/** The visit that goes on, else a new one. */
export function visitOf(ticket: Id, since: Instant, seq: number): Visit {
  const found = stored(ticket);
  if (found?.since === since) return found;
  return { since, seq, acts: [], read: [], noticed: [], met: [], answered: [] };
}

/** Since when the last visit was, where it may go on. */
export const lastVisit = (ticket: Id): Instant | undefined => stored(ticket)?.since;

function stored(ticket: Id): Visit | null {
  try {
    return JSON.parse(sessionStorage.getItem(place(ticket)) ?? 'null') as Visit | null;
  } catch {
    return null;
  }
}

export function keepVisit(ticket: Id, visit: Visit): void {
  try {
    sessionStorage.setItem(place(ticket), JSON.stringify(visit));
  } catch {
    // Without room for it, a reload only begins a new list.
  }
}

export const endVisit = (ticket: Id): void => sessionStorage.removeItem(place(ticket));

/** The list with more in it, the same one when nothing is new; bounded. */
export function added(list: readonly string[], more: readonly string[]): readonly string[] {
  const fresh = more.filter((one) => !list.includes(one));
  return fresh.length === 0 ? list : [...list, ...fresh].slice(-500);
}
