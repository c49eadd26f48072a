import { useSyncExternalStore } from 'react';
import type { Id } from '~/api/types';

/** Which talk has its window open, in this tab; null when all are folded away. */
let open: Id | null = null;
const listeners = new Set<() => void>();

export function openChat(id: Id | null): void {
  open = id;
  for (const listener of listeners) listener();
}

const current = () => open;

export const useOpenChat = (): Id | null =>
  useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, current);
