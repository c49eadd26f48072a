import { useSyncExternalStore } from 'react';
import { type Keys, keysOf, type Own, type ShortcutId } from './keymap';

const listeners = new Set<() => void>();
let own: Own = { single_keys: true, keys: {} };
let keys: Keys = keysOf(own);

/** From the person who is signed in: the server keeps them, so that they follow to every browser. */
export function setOwn(next: Own): void {
  if (next === own) return;
  own = next;
  keys = keysOf(own);
  for (const listener of listeners) listener();
}

export const currentKeys = (): Keys => keys;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The keys that count now; what was released or switched off is empty. */
export const useKeys = (): Keys => useSyncExternalStore(subscribe, currentKeys);
export const useKeysOf = (id: ShortcutId): string => useSyncExternalStore(subscribe, () => keys[id]);
