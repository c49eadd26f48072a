import { useQuery } from '@tanstack/react-query';
import { useEffect, useLayoutEffect, useState } from 'react';
import { api } from '~/api/client';
import { keys } from '~/api/keys';
import type { Id, Schemas, Ticket, TicketEvent } from '~/api/types';
import { useSocket } from '~/realtime/Live';
import { rowsOf } from './activity';
import { begin, beginUnseen, change, current, end, heard, useKnown } from './store';
import type { Presence } from './wire';

/** Milliseconds without a link after which what is known counts as old. */
const tolerated = 5_000;
/** Milliseconds after which whoever is not in what the server says is one whom nobody is shown. */
const unseen = 3_000;

/** Listens to the ticket's presence from opening it to leaving it. */
export function useVisit(ticket: Ticket, me: Id): void {
  const socket = useSocket();
  const { id, seq } = ticket;
  const [first] = useState(seq);
  // Before anything is rendered that reads it.
  useLayoutEffect(() => {
    begin(id, me, first);
    return () => end(id);
  }, [id, me, first]);
  useEffect(() => {
    if (!socket) return;
    let late: ReturnType<typeof setTimeout> | null = null;
    const wait = (up: unknown) => {
      if (late) clearTimeout(late);
      late = up === true ? null : setTimeout(() => change({ stale: true }), tolerated);
    };
    const offs = [
      socket.listen('presence', (said) => heard(said as unknown as Presence)),
      socket.listen('link', ({ up }) => wait(up)),
    ];
    wait(socket.up);
    const alone = setTimeout(beginUnseen, unseen);
    return () => {
      for (const off of offs) off();
      if (late) clearTimeout(late);
      clearTimeout(alone);
    };
  }, [socket]);
}

/** All that has happened since the visit began, however many pages. */
async function eventsAfter(number: number, seq: number, signal: AbortSignal): Promise<TicketEvent[]> {
  const found: TicketEvent[] = [];
  for (let after: number | null = seq; after !== null; ) {
    const page: Schemas['EventList'] = await api.get(
      `/tickets/${number}/events`,
      { after, limit: 500 },
      signal,
    );
    found.push(...page.results);
    after = page.next;
  }
  return found;
}

/** The activity of this visit, asked for as soon as there is somebody to watch, or the ticket has gone elsewhere. */
export function useActivity(ticket: Ticket, me: Id): void {
  const known = useKnown();
  const visit = known?.visit ?? null;
  const [{ deleted, department }] = useState(ticket);
  const gone = ticket.deleted !== deleted || ticket.department.id !== department.id;
  const [everGone, setEverGone] = useState(false);
  if (gone && !everGone) setEverGone(true);
  const { number } = ticket;
  const { data: events } = useQuery({
    queryKey: [...keys.events(number), 'since', visit?.seq],
    queryFn: ({ signal }) => eventsAfter(number, visit?.seq ?? 0, signal),
    enabled: visit !== null && (known?.collided || everGone),
    staleTime: 15_000,
    gcTime: 0,
  });
  useEffect(() => {
    if (!visit || !current()) return;
    change({ events: events ?? [], rows: rowsOf(events ?? [], visit.acts, me, visit.since) });
  }, [events, visit, me]);
}
