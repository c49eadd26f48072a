import type { Id } from '~/api/types';
import { isHere } from './people';
import type { Presence, Present } from './wire';

export interface News {
  /** Who has begun to type since, with what. */
  typing: Present[];
  /** Who holds the reply now and did not before. */
  leased: Id | null;
}

/** What is said aloud of a new state: each beginning once, and nothing of oneself. */
export function newsOf(before: Presence | null, after: Presence, me: Id): News {
  const was = new Map(before?.people.map((one) => [one.person, one.writing]));
  const typing = after.people.filter(
    (one) => one.person !== me && isHere(one) && one.writing !== null && was.get(one.person) !== one.writing,
  );
  const holder = after.lease?.person ?? null;
  const leased = holder !== me && holder !== (before?.lease?.person ?? null) ? holder : null;
  // Whoever is told of the reply need not hear that it is typed.
  return { typing: typing.filter((one) => one.person !== leased), leased };
}
