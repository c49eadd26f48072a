import type { QueryKey } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import type { Id } from '~/api/types';

/** What the server says over the socket: never data, only where to look again. */
export type Pointer =
  | {
      type: 'changed';
      ticket: Id;
      number: number;
      seq: number;
      version: number;
      fields: string[];
      events: Id[];
    }
  /**
   * A ticket was deleted for good, or moved out of somebody's sight; which one is told to those who have it open, and of
   * a move also `by` whom and to which `department`.
   */
  | { type: 'gone'; number?: number; by?: Id | null; department?: Id }
  /** Drafts of a ticket: begun, ended, in other hands; with `author` only the text of theirs has changed. */
  | { type: 'drafts'; ticket: Id; number: number; author?: Id }
  /** A talk of colleagues that I am in has moved on. */
  | { type: 'chat'; chat: Id; ticket: Id }
  /** `listed` is false for what only rings. */
  | { type: 'notification'; kind?: string; ticket?: Id; listed?: boolean; sound?: boolean }
  | { type: 'catalogue' }
  | { type: 'hello' }
  /** What happens elsewhere is not told for now. */
  | { type: 'paused' }
  /** It is told again, and something was not. */
  | { type: 'missed' }
  | { type: 'watching'; rooms: string[] }
  | { type: 'pong' };

/**
 * The queries that a pointer makes stale. `knownSeq` is how far the cached ticket has got: an echo of our own change
 * says nothing new about the ticket, but lists and counts still have to follow.
 */
export function staleBy(pointer: Pointer, knownSeq: number | undefined): QueryKey[] {
  switch (pointer.type) {
    case 'changed': {
      const around = [keys.lists, keys.views, keys.start];
      if (knownSeq !== undefined && knownSeq >= pointer.seq) return around;
      const { number } = pointer;
      return [keys.ticket(number), keys.messages(number), keys.events(number), ...around];
    }
    case 'gone':
      return pointer.number === undefined
        ? [keys.lists, keys.views, keys.start]
        : [keys.ticket(pointer.number), keys.lists, keys.views, keys.start];
    case 'chat':
      return [keys.chats];
    case 'drafts':
      return [keys.drafts(pointer.number)];
    case 'notification':
      return [keys.notifications, keys.me, keys.start];
    case 'catalogue':
      return [
        keys.catalogue,
        keys.me,
        keys.views,
        keys.people,
        keys.departments,
        keys.teams,
        keys.organisations,
        keys.allCustomers,
        keys.mailboxes,
      ];
    default:
      return [];
  }
}

/** A burst of pointers asks each query once. */
export function union(lists: QueryKey[][]): QueryKey[] {
  const known = new Map<string, QueryKey>();
  for (const key of lists.flat()) known.set(JSON.stringify(key), key);
  return [...known.values()];
}

export function parsePointer(text: string): Pointer | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'type' in value ? (value as Pointer) : null;
  } catch {
    return null;
  }
}
