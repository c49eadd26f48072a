import { useSyncExternalStore } from 'react';
import type { Id, Message } from '~/api/types';

export interface Sending {
  number: number;
  messageId: Id;
  /** On this device's clock: the server's and ours may differ, the length of the window does not. */
  until: number;
}

let sendings: readonly Sending[] = [];
const listeners = new Set<() => void>();

function set(next: readonly Sending[]): void {
  sendings = next;
  for (const listener of listeners) listener();
}

/** Replies that can still be taken back, whatever page is open. */
export function noteSending(number: number, message: Message): void {
  if (!message.undo_until) return;
  const span = Date.parse(message.undo_until) - Date.parse(message.at);
  if (span <= 0) return;
  const until = Date.now() + span;
  set([...sendings.filter((one) => one.messageId !== message.id), { number, messageId: message.id, until }]);
}

export function forgetSending(messageId: Id): void {
  set(sendings.filter((one) => one.messageId !== messageId));
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSendings(): readonly Sending[] {
  return useSyncExternalStore(subscribe, () => sendings);
}
