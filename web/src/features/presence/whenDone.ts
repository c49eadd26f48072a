import type { Id } from '~/api/types';
import type { LiveSocket } from '~/realtime/socket';
import type { RowPresence } from './wire';

const waiting = new Map<string, () => void>();
const key = (ticket: Id, person: Id) => `${ticket}/${person}`;

export const isAwaited = (ticket: Id, person: Id): boolean => waiting.has(key(ticket, person));

/** Calls once when this colleague writes the reply no more; also after one has gone to another ticket. */
export function whenDone(socket: LiveSocket, ticket: Id, person: Id, done: () => void): void {
  const name = key(ticket, person);
  if (waiting.has(name)) return;
  const leave = socket.join(`row:${ticket}`);
  const off = socket.listen('row', (said) => {
    const row = said as unknown as RowPresence;
    if (row.ticket !== ticket || row.people.some((one) => one.person === person && writes(one))) return;
    waiting.get(name)?.();
    done();
  });
  waiting.set(name, () => {
    waiting.delete(name);
    off();
    leave();
  });
}

const writes = ({ shows, leased }: RowPresence['people'][number]) =>
  leased || shows === 'pen' || shows === 'draft';
