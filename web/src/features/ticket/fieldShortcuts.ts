import { useEffect, useRef } from 'react';
import type { ShortcutId } from '~/actions/keymap';
import { perform, useShortcut } from '~/actions/useShortcut';

/** A field that a key opens, where it has one. */
export function useFieldShortcut(id: ShortcutId | undefined, open: () => void): void {
  useShortcut(id ?? 'assign', open, id !== undefined);
}

/**
 * While the details are folded, the keys of their fields unfold them first. Those that come `atOnce` are opened by
 * themselves; of others, the result is to be called once they have come in.
 */
export function useFoldedFields(inSight: boolean, atOnce: boolean, unfold: () => void): () => void {
  const wanted = useRef<ShortcutId | null>(null);
  const ask = (id: ShortcutId) => () => {
    wanted.current = id;
    unfold();
  };
  useShortcut('assign', ask('assign'), !inSight);
  useShortcut('priority', ask('priority'), !inSight);
  useShortcut('team', ask('team'), !inSight);
  useShortcut('tags', ask('tags'), !inSight);

  function answer(): void {
    const id = wanted.current;
    wanted.current = null;
    if (id) perform(id);
  }
  useEffect(() => {
    // The fields' own keys are there by now: children's effects come before this one.
    if (inSight && atOnce) answer();
  });
  return answer;
}
