import { useEffect, useRef } from 'react';
import { keymap, type ShortcutId } from './keymap';
import { currentKeys } from './ownKeys';
import { meaning } from './press';

/** False leaves the key to the browser. */
type Handler = () => unknown;

/** The last one to register wins: what lies on top answers. */
const handlers = new Map<ShortcutId, Handler[]>();
const writing = new Set<string>(keymap.filter((one) => 'writing' in one).map((one) => one.id));

/** Shortcuts that rest, since what they mean does not lie on top just now. */
let resting: readonly ReadonlySet<ShortcutId>[] = [];

/** Time for the second key of a pair. */
const patience = 1_500;
let before = { keys: '', at: 0 };

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement)
    return !['checkbox', 'radio', 'button', 'submit'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

/** Buttons, boxes and areas that scroll have a use of their own for the space bar; the page and its links have none. */
function usesSpace(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target !== document.body && !(target instanceof HTMLAnchorElement);
}

/** Whether anything answers to this shortcut just now. */
export const answered = (id: ShortcutId): boolean => (handlers.get(id)?.length ?? 0) > 0;

/** As if its key had been pressed. */
export function perform(id: ShortcutId): boolean {
  const handler = handlers.get(id)?.at(-1);
  return handler !== undefined && handler() !== false;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
  const pending = event.timeStamp - before.at < patience ? before.keys : '';
  const meant = meaning(event, currentKeys(), pending);
  if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return;
  before = { keys: '', at: 0 };
  if (!meant) return;
  if (isTyping(event.target) && !writing.has(meant)) return;
  if (event.key === ' ' && usesSpace(event.target)) return;
  // What lies over the page keeps its keys; on a phone that is the composer too, which sends by its own editor.
  if (document.querySelector('[aria-modal="true"]')) return;
  if (meant === 'pair') {
    before = {
      keys: event.key.toUpperCase() === 'G' || event.code === 'KeyG' ? 'G' : '',
      at: event.timeStamp,
    };
    return;
  }
  if (resting.some((ids) => ids.has(meant))) return;
  if (perform(meant)) event.preventDefault();
}

/** As long as the caller is on screen, these keys do nothing, whoever answers to them. `ids` stays the same one. */
export function useResting(ids: ReadonlySet<ShortcutId>): void {
  useEffect(() => {
    resting = [...resting, ids];
    return () => {
      resting = resting.filter((one) => one !== ids);
    };
  }, [ids]);
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
