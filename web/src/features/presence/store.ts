import { useSyncExternalStore } from 'react';
import type { Id, TicketEvent } from '~/api/types';
import { mergedActs, type Row } from './activity';
import type { Preparing } from './prompts';
import { added, endVisit, keepVisit, lastVisit, type Visit, visitOf } from './visit';
import type { Presence } from './wire';

/** What is known of the ticket in front. */
export interface Known {
  ticket: Id;
  me: Id;
  /** As the server said last; null until it has said anything. */
  presence: Presence | null;
  /** Milliseconds that the server's clock is ahead of this one. */
  ahead: number;
  /** The link is down: what is known may be out of date. */
  stale: boolean;
  visit: Visit | null;
  /** Somebody else has been here during this visit. */
  collided: boolean;
  events: readonly TicketEvent[];
  rows: readonly Row[];
  /** The window of colleagues and activity. */
  window: boolean;
  /** Whom the question before a reply names, as they were when it was asked. */
  asked: readonly Preparing[];
}

type Change = Partial<Omit<Known, 'ticket' | 'me'>>;

let known: Known | null = null;
let seqAtStart = 0;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function put(next: Known | null): void {
  known = next;
  for (const listener of listeners) listener();
}

export const current = (): Known | null => known;
export const useKnown = (): Known | null => useSyncExternalStore(subscribe, current);

export function begin(ticket: Id, me: Id, seq: number): void {
  seqAtStart = seq;
  put({
    ticket,
    me,
    presence: null,
    ahead: 0,
    stale: false,
    visit: null,
    collided: false,
    events: [],
    rows: [],
    window: false,
    asked: [],
  });
}

/** Left for good: whoever comes back begins a new visit. */
export function end(ticket: Id): void {
  if (known?.ticket !== ticket) return;
  endVisit(ticket);
  put(null);
}

export function change(part: Change): void {
  if (known) put({ ...known, ...part });
}

/** The newest state replaces what was known. */
export function heard(presence: Presence): void {
  if (known?.ticket !== presence.ticket) return;
  const { me } = known;
  const since = presence.people.find((one) => one.person === me)?.since;
  let { visit } = known;
  if (since && visit?.since !== since) visit = visitOf(known.ticket, since, seqAtStart);
  if (visit) {
    visit = { ...visit, acts: mergedActs(visit.acts, presence.acts) };
    keepVisit(known.ticket, visit);
  }
  const collided = known.collided || presence.people.some((one) => one.person !== me);
  const ahead = Date.parse(presence.now) - Date.now();
  put({ ...known, presence, visit, collided, ahead, stale: false });
}

/** Whoever is shown to nobody is not in what the server says; their visit begins here all the same. */
export function beginUnseen(): void {
  if (!known?.presence || known.visit) return;
  const since = lastVisit(known.ticket) ?? known.presence.now;
  put({ ...known, visit: visitOf(known.ticket, since, seqAtStart) });
}

/** Marks lines or people of this visit; it survives closing the window and a reload. */
export function mark(what: 'read' | 'noticed' | 'met' | 'answered', ids: readonly string[]): void {
  if (!known?.visit) return;
  const list = added(known.visit[what], ids);
  if (list === known.visit[what]) return;
  const visit = { ...known.visit, [what]: list };
  keepVisit(known.ticket, visit);
  put({ ...known, visit });
}

/** The server's clock. */
export const serverNow = (): number => Date.now() + (known?.ahead ?? 0);
