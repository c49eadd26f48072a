import { useSyncExternalStore } from 'react';

interface Undoable {
  id: string;
  run: () => void;
}

/** What can be taken back just now, the last act at the end: toasts and replies on their way alike. */
let offered: readonly Undoable[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Undoable[]): void {
  offered = next;
  for (const listener of listeners) listener();
}

export function offerUndo(id: string, run: () => void): void {
  set([...offered.filter((one) => one.id !== id), { id, run }]);
}

export function withdrawUndo(id: string): void {
  if (offered.some((one) => one.id === id)) set(offered.filter((one) => one.id !== id));
}

/** Takes the last act back. Each can be taken back once. */
export function undoLast(): void {
  const last = offered.at(-1);
  if (!last) return;
  withdrawUndo(last.id);
  last.run();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCanUndo(): boolean {
  return useSyncExternalStore(subscribe, () => offered.length > 0);
}
