import type { Id, Instant } from '~/api/types';
import type { Lease, Presence, Present } from './wire';

/** How one person is shown; one word for what is read, drawn and ordered by. */
export type Doing = 'reply' | 'note' | 'field' | 'draft' | 'viewing' | 'idle' | 'elsewhere' | 'left';

/** At most this many pictures in the header, and so many who left in the window. */
export const pictures = 4;
export const departed = 10;
/** Milliseconds: so long whoever left stands in the header. */
const justLeft = 10 * 60_000;

export function doing({ state, writing, reply_since, note_since }: Present): Doing {
  if (state === 'left') return 'left';
  if (writing) return writing;
  if (state === 'viewing') return reply_since || note_since ? 'draft' : 'viewing';
  return state;
}

/** Since when somebody has an editor open, the reply first. */
export const draftSince = (one: Present): Instant | null => one.reply_since ?? one.note_since;

const order: Doing[] = ['reply', 'note', 'field', 'draft', 'viewing', 'idle', 'elsewhere', 'left'];

function rank(one: Present, lease: Lease | null): number {
  if (one.state !== 'left' && lease?.person === one.person) return -1;
  return order.indexOf(doing(one));
}

const leftAt = (one: Present): number => (one.left_at ? Date.parse(one.left_at) : 0);

/** The others, the busiest first; who left last comes first of those who left. */
export function others({ people, lease }: Presence, me: Id): Present[] {
  return people
    .filter((one) => one.person !== me)
    .sort(
      (a, b) =>
        rank(a, lease) - rank(b, lease) ||
        leftAt(b) - leftAt(a) ||
        Date.parse(a.since) - Date.parse(b.since) ||
        a.person.localeCompare(b.person),
    );
}

export const isHere = (one: Present): boolean => one.state !== 'left';

/** Who stands in the header: who is here, and who left a moment ago. */
export function inHeader(all: readonly Present[], now: number): { shown: Present[]; more: number } {
  const all10 = all.filter((one) => isHere(one) || now - leftAt(one) < justLeft);
  const shown = all10.length > pictures ? all10.slice(0, pictures) : all10;
  return { shown, more: all10.length - shown.length };
}

export function inWindow(all: readonly Present[]): { here: Present[]; left: Present[]; more: number } {
  const left = all.filter((one) => !isHere(one));
  return {
    here: all.filter(isHere),
    left: left.slice(0, departed),
    more: Math.max(0, left.length - departed),
  };
}

/** Who else prepares an answer to the customer. */
export const replying = (all: readonly Present[]): Present[] =>
  all.filter((one) => isHere(one) && one.reply_since !== null);

/** By field: who changes it just now. */
export function editors(all: readonly Present[]): Record<string, Id[]> {
  const found: Record<string, Id[]> = {};
  for (const one of all) {
    if (one.writing !== 'field' || !one.field || !isHere(one)) continue;
    found[one.field] = [...(found[one.field] ?? []), one.person];
  }
  return found;
}
