import type { DraftKind, Id } from '~/api/types';
import { DraftSession } from './session';

/** The drafts of this tab, by whose they are and where. */
const sessions = new Map<string, DraftSession>();

/** The one session of a place, made when it is first asked for. */
export function draftSession(
  owner: Id,
  number: number,
  kind: DraftKind,
  conversation: Id | null = null,
): DraftSession {
  const key = `${owner}/${number}/${kind}/${conversation ?? ''}`;
  let session = sessions.get(key);
  if (!session) {
    session = new DraftSession(owner, number, kind, conversation);
    sessions.set(key, session);
  }
  return session;
}

/** The page goes away: whatever is unsaved is written by a request that outlives it. */
export function flushAll(): void {
  for (const session of sessions.values()) void session.flush(true);
}
