import type { QueryKey } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import type { Kept } from './shelf';

/** So many tickets can be read while the server is away, the ones opened last. */
export const ticketsKept = 50;
const listsKept = 8;
/** What nobody has seen anew for so long is not shown any more, and goes. */
export const daysKept = 7;
const day = 86_400_000;

const whole = [keys.me, keys.catalogue, keys.views, keys.installation].map((key) => JSON.stringify(key));
/** With the drafts: what is written offline goes on from the text that the server has. */
const ofTicket = ['page', 'messages', 'events', 'drafts'];

/** "ticket 1042", "list", "frame": what a query belongs to on the shelf; null for what is not kept. */
export function placeOf(key: QueryKey): string | null {
  if (whole.includes(JSON.stringify(key))) return 'frame';
  if (key[0] === 'tickets' && key.length === 2) return 'list';
  if (key[0] === 'ticket' && isKeptPart(key.slice(2))) return `ticket ${key[1]}`;
  return null;
}

/** The events are asked for with a filter; what stands in the conversation is that of all of them. */
function isKeptPart([part, filter, ...more]: QueryKey): boolean {
  if (part === 'events' && filter !== undefined) return JSON.stringify(filter) === '{}' && more.length === 0;
  return ofTicket.includes(String(part)) && filter === undefined;
}

/** What has to go so that the shelf holds what it may: too old, or more tickets and lists than are kept. */
export function surplus(all: readonly Kept[], now: number): string[] {
  const gone = all.filter((one) => now - one.at > daysKept * day).map((one) => one.id);
  const left = all.filter((one) => now - one.at <= daysKept * day).sort((a, b) => b.at - a.at);
  const places = [...new Set(left.map((one) => placeOf(one.key)))].filter((place) =>
    place?.startsWith('ticket '),
  );
  const kept = new Set(places.slice(0, ticketsKept));
  let lists = 0;
  for (const one of left) {
    const place = placeOf(one.key);
    const stays = place === 'frame' || (place === 'list' ? ++lists <= listsKept : kept.has(place));
    if (!stays) gone.push(one.id);
  }
  return gone;
}
