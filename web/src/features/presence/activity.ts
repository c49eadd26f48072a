import type { Id, Instant, TicketEvent } from '~/api/types';
import type { Act, Present } from './wire';

/** One line of the activity: a fact of the ticket, or what only presence knows. */
export type Row = { id: string; at: Instant; person: Id | null } & (
  | { type: 'event'; event: TicketEvent }
  | { type: 'act'; act: Act['act'] }
);

/** That a mail was handed on is told where it was sent; that it failed is news. */
const quiet = new Set(['delivery.sent']);

/**
 * What others did since this visit began, newest first: people, rules and what the house does by itself. Own acts and all that
 * followed from them are left out.
 */
export function rowsOf(events: readonly TicketEvent[], acts: readonly Act[], me: Id, since: Instant): Row[] {
  const own = new Set(events.filter((event) => event.actor.id === me).map((event) => event.change_id));
  const begun = Date.parse(since);
  const facts: Row[] = events
    .filter((event) => !own.has(event.change_id) && !quiet.has(event.kind))
    .map((event) => ({ type: 'event', id: `e${event.id}`, at: event.at, person: event.actor.id, event }));
  const rest: Row[] = acts
    .filter((one) => one.person !== me && Date.parse(one.at) >= begun)
    .map((one) => ({ type: 'act', id: `a${one.id}`, at: one.at, person: one.person, act: one.act }));
  const seq = (row: Row) => (row.type === 'event' ? row.event.seq : 0);
  return [...facts, ...rest].sort((a, b) => Date.parse(b.at) - Date.parse(a.at) || seq(b) - seq(a));
}

/** The server forgets acts after a while; a visit does not. Oldest first, each once. */
export function mergedActs(known: readonly Act[], told: readonly Act[]): readonly Act[] {
  const ids = new Set(known.map((one) => one.id));
  const fresh = told.filter((one) => !ids.has(one.id));
  return fresh.length === 0 ? known : [...known, ...fresh].slice(-200);
}

export type Flag = { others: number; unseen: boolean };

/** What the flag says; null while there is nothing to say. */
export function flagOf(
  here: readonly Present[],
  rows: readonly Row[],
  visit: { met: readonly Id[]; noticed: readonly string[]; read: readonly string[] },
): Flag | null {
  const read = new Set(visit.read);
  const unread = rows.filter((row) => !read.has(row.id));
  if (here.length === 0 && unread.length === 0) return null;
  const noticed = new Set(visit.noticed);
  const met = new Set(visit.met);
  const unseen = here.some((one) => !met.has(one.person)) || unread.some((row) => !noticed.has(row.id));
  return { others: here.length, unseen };
}

export const alertKinds = ['viewed', 'drafted', 'replied', 'left', 'noted', 'note_edited'] as const;
export type AlertKind = (typeof alertKinds)[number];

const byEvent: Record<string, AlertKind> = {
  'message.replied': 'replied',
  'message.noted': 'noted',
  'message.edited': 'note_edited',
};

/** Which of the six alerts a line is, if any: only what colleagues do. */
export function alertOf(row: Row): AlertKind | null {
  if (row.type === 'act') return row.act === 'took_over' ? null : row.act;
  return row.event.actor.kind === 'agent' ? (byEvent[row.event.kind] ?? null) : null;
}

/** Milliseconds: edits of one note within this time are one editing session; older news pops up no more. */
const session = 5 * 60_000;
const stale = 60_000;

/**
 * The lines that pop up now, oldest first, of those that have not been looked at: news since `from`, when this page began to look.
 * Both times are the server's.
 */
export function freshAlerts(
  rows: readonly Row[],
  before: ReadonlySet<string>,
  wanted: ReadonlySet<AlertKind>,
  now: number,
  from: number,
): Row[] {
  return rows
    .filter((row) => {
      const kind = alertOf(row);
      if (!kind || before.has(row.id) || !wanted.has(kind)) return false;
      const at = Date.parse(row.at);
      return at >= from && now - at < stale && !repeated(row, rows);
    })
    .reverse();
}

function repeated(row: Row, rows: readonly Row[]): boolean {
  if (row.type !== 'event' || row.event.kind !== 'message.edited') return false;
  const at = Date.parse(row.at);
  return rows.some(
    (one) =>
      one.type === 'event' &&
      one.id !== row.id &&
      one.event.kind === 'message.edited' &&
      one.person === row.person &&
      one.event.message_id === row.event.message_id &&
      one.event.seq < row.event.seq &&
      at - Date.parse(one.at) < session,
  );
}
