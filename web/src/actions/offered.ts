import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import type { Macro } from '~/api/macros';
import type { Ability } from '~/api/types';
import type { ShortcutId } from './keymap';

export interface Choice {
  value: string;
  label: string;
  sign?: ReactNode;
  perform: () => void;
}

/** Something that can be done on this page. Menus, keys and the palette draw from the same ones. */
export interface Offered {
  id: string;
  label: string;
  icon?: ReactNode;
  shortcut?: ShortcutId | undefined;
  /** Absent means always possible; a refusal carries its reason. */
  ability?: Ability | undefined;
  /** Done in two steps: first what, then which. */
  choices?: Choice[];
  perform: () => void;
}

interface Offers {
  ticket?: { number: number; actions: Offered[] };
  selected?: { count: number; actions: Offered[] };
  /** Puts a macro into the open ticket's composer. */
  macro?: (macro: Macro) => void;
}

let offers: Offers = {};
const listeners = new Set<() => void>();

function set(next: Offers): void {
  offers = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** What the page in front offers just now. */
export const useOffers = (): Offers => useSyncExternalStore(subscribe, () => offers);

/** Offers something for as long as the caller is on screen, always as it was rendered last. */
export function useOffer<K extends keyof Offers>(kind: K, offer: Offers[K]): void {
  useEffect(() => {
    set({ ...offers, [kind]: offer });
  });
  useEffect(
    () => () => {
      const { [kind]: _gone, ...rest } = offers;
      set(rest);
    },
    [kind],
  );
}
