import { useEffect, useRef } from 'react';
import { isTyping } from './useShortcut';

/** What Escape closes, the last opened at the end. */
let layers: (() => void)[] = [];
/** Whether something lay over the page when the key went down: that is what it closes, and it may be gone when we hear of it. */
let covered = false;

function look(event: KeyboardEvent): void {
  if (event.key !== 'Escape') return;
  covered = document.querySelector('[aria-modal="true"], [role="dialog"], [role="menu"]') !== null;
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || covered) return;
  if (isTyping(event.target)) return;
  const top = layers.at(-1);
  if (!top) return;
  event.preventDefault();
  top();
}

/** Escape closes one layer of the page at a time, the one opened last first. */
export function useEscape(close: () => void, enabled = true): void {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    if (!enabled) return;
    if (layers.length === 0) {
      document.addEventListener('keydown', look, true);
      document.addEventListener('keydown', onKeyDown);
    }
    const own = () => latest.current();
    layers = [...layers, own];
    return () => {
      layers = layers.filter((one) => one !== own);
      if (layers.length > 0) return;
      document.removeEventListener('keydown', look, true);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [enabled]);
}
