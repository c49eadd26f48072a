import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Id } from '~/api/types';
import { useSocket } from '~/realtime/Live';
import type { RowPresence } from './wire';

type People = RowPresence['people'];

/** By ticket: who is there, as the rows on screen know it. */
let known: ReadonlyMap<Id, People> = new Map();
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function put(next: ReadonlyMap<Id, People>): void {
  known = next;
  for (const listener of listeners) listener();
}

/** Milliseconds that scrolling has to rest before the server is asked for other rows. */
const rest = 250;
/** The rooms of a socket are counted. */
const most = 60;

/** Hears who is in the tickets of these rows, for as long as they are on screen. */
export function useRowRooms(tickets: readonly Id[], on: boolean): void {
  const socket = useSocket();
  const joined = useRef('');
  const wanted = on ? tickets.slice(0, most).join() : '';
  useEffect(() => {
    if (!socket || wanted === joined.current) return;
    const timer = setTimeout(() => {
      joined.current = wanted;
      const ids = wanted ? wanted.split(',') : [];
      // Whoever comes back into sight is told anew.
      put(new Map([...known].filter(([id]) => ids.includes(id))));
      socket.joinSet(
        'rows',
        ids.map((id) => `row:${id}`),
      );
    }, rest);
    return () => clearTimeout(timer);
  }, [socket, wanted]);
  useEffect(() => {
    if (!socket) return;
    const off = socket.listen('row', (said) => {
      const { ticket, people } = said as unknown as RowPresence;
      put(new Map([...known, [ticket, people]]));
    });
    // The list that comes back may be another one.
    const offLink = socket.listen('link', ({ up }) => up === true && put(new Map()));
    return () => {
      off();
      offLink();
      joined.current = '';
      socket.joinSet('rows', []);
      put(new Map());
    };
  }, [socket]);
}

/** Who is in this ticket; hears of this one only. */
export const useRowPeople = (ticket: Id): People | undefined =>
  useSyncExternalStore(subscribe, () => known.get(ticket));
