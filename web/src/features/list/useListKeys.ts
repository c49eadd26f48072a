import { useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useShortcut } from '~/actions/useShortcut';
import type { TicketRow } from '~/api/types';
import { parseSearch } from './filters';
import { currentPeek, leavePeek, openPeek } from './peek/peeked';
import { choose, extend, toggle } from './selection';
import { noteShown } from './shown';

/** The row that one step leads to; from nowhere, the first step lands on the first row. */
export function neighbour(numbers: readonly number[], current: number | null, step: 1 | -1): number | null {
  const at = current === null ? -1 : numbers.indexOf(current);
  if (at < 0) return numbers[0] ?? null;
  return numbers[at + step] ?? null;
}

/** J and K walk through the list that is on screen, also while the ticket has the focus. */
export function useListKeys(rows: TicketRow[]): void {
  const router = useRouter();
  const navigate = useNavigate();
  useEffect(() => noteShown(rows.map((row) => row.number)), [rows]);
  const walk = (step: 1 | -1) => {
    // From where the router is heading, not from what is rendered: two quick presses are two steps.
    const current = /\/tickets\/(\d+)/.exec(router.latestLocation.pathname)?.[1];
    const numbers = rows.map((row) => row.number);
    const next = neighbour(numbers, current ? Number(current) : null, step);
    if (next === null) return;
    void navigate({ to: '/tickets/$number', params: { number: String(next) }, search: parseSearch });
  };
  useShortcut('next', () => walk(1));
  useShortcut('previous', () => walk(-1));

  const here = () => Number(/\/tickets\/(\d+)/.exec(router.latestLocation.pathname)?.[1]) || null;
  const focused = () => document.activeElement?.closest('li')?.dataset.ticket;
  // The row that has the focus, else the ticket that is open.
  const pointed = () => {
    const id = focused();
    return rows.find((row) => (id ? row.id === id : row.number === here())) ?? rows[0];
  };
  useShortcut('open', () => {
    const row = pointed();
    if (!row) return;
    void navigate({ to: '/tickets/$number', params: { number: String(row.number) }, search: parseSearch });
  });
  useShortcut('peek', () => {
    const id = focused();
    const now = currentPeek();
    if (now && (!id || id === now)) return leavePeek();
    const row = id ? pointed() : here() === null ? rows[0] : undefined;
    if (!row) return false;
    openPeek(row.id);
  });
  useShortcut('select', () => {
    const row = pointed();
    if (row) toggle(row);
  });
  useShortcut('select-next', () => void extend(rows, 1, pointed()?.number ?? null));
  useShortcut('select-previous', () => void extend(rows, -1, pointed()?.number ?? null));
  useShortcut('select-page', () => choose(rows));
}
