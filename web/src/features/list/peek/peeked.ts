import { useSyncExternalStore } from 'react';
import type { Id } from '~/api/types';

/** The ticket that is looked into beside the list. It is not opened: nothing is marked as read, and nobody is told. */
let peeked: Id | null = null;
const listeners = new Set<() => void>();

function set(next: Id | null): void {
  if (next === peeked) return;
  peeked = next;
  for (const listener of listeners) listener();
}

export const currentPeek = (): Id | null => peeked;
export const openPeek = (id: Id): void => set(id);
export const closePeek = (): void => set(null);

export const linkOf = (id: Id, root: ParentNode = document): HTMLElement | null =>
  root.querySelector<HTMLElement>(`li[data-ticket="${CSS.escape(id)}"] > a`);

/** Closed by whoever looked: the focus is where they go on from. */
export function leavePeek(): void {
  if (peeked !== null) linkOf(peeked)?.focus({ preventScroll: true });
  set(null);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const usePeek = (): Id | null => useSyncExternalStore(subscribe, currentPeek);
