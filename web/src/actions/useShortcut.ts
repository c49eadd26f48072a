import { useEffect, useRef } from 'react';
import { type ShortcutId, shortcutFor } from './keymap';

type Handler = () => void;

/** The last one to register wins: what lies on top answers. */
const handlers = new Map<ShortcutId, Handler[]>();

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (document.querySelector('[aria-modal="true"]')) return;
  const id = shortcutFor(event);
  const handler = id ? handlers.get(id)?.at(-1) : undefined;
  if (!handler) return;
  event.preventDefault();
  handler();
}

let listening = false;

export function useShortcut(id: ShortcutId, handler: Handler, enabled = true): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return;
    if (!listening) {
      document.addEventListener('keydown', onKeyDown);
      listening = true;
    }
    const own = () => latest.current();
    handlers.set(id, [...(handlers.get(id) ?? []), own]);
    return () => {
      handlers.set(
        id,
        (handlers.get(id) ?? []).filter((other) => other !== own),
      );
    };
  }, [id, enabled]);
}
