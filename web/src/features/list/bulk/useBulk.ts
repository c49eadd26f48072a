import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  type BulkOrder,
  type BulkResult,
  type BulkShown,
  bulk,
  portion,
  type ReplyOrder,
  undoBulk,
} from '~/api/bulk';
import { keys } from '~/api/keys';
import type { Id } from '~/api/types';
import { departed } from '~/features/list/departed';
import { useWords } from '~/ui/Failure';
import type { Chosen } from '../selection';

export interface Report {
  order: BulkOrder | ReplyOrder | null;
  results: BulkResult[];
  /** What it was done to, as it was chosen. */
  tickets?: Chosen[];
}

export interface Bulk {
  /** How many are done of how many, while it runs. */
  progress: { done: number; total: number } | null;
  report: Report | null;
  run: (order: BulkOrder | ReplyOrder, tickets: Chosen[]) => Promise<void>;
  retry: () => Promise<void>;
  undo: () => Promise<void>;
  close: () => void;
}

/** Cut into portions that one call takes. */
export function portions<T>(items: readonly T[], size = portion): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) =>
    items.slice(at * size, at * size + size),
  );
}

/** What can be taken back of some results. */
export function undoable(results: readonly BulkResult[]): { id: Id; change_id: Id }[] {
  return results.flatMap(({ id, change_id, outcome }) =>
    outcome === 'done' && id !== null && change_id !== null ? [{ id, change_id }] : [],
  );
}

/** One portion of an order. */
async function call(order: BulkOrder | ReplyOrder, part: Chosen[]): Promise<BulkShown> {
  if (order.action !== 'reply') {
    const ids = part.map((one) => one.id);
    return bulk(ids, order, crypto.randomUUID());
  }
  const { replyToAll } = await import('~/api/sends');
  const seen = part.map(({ id, seq }) => ({ id, seen: seq ?? 0 }));
  return replyToAll(seen, order.html, order.status, order.key);
}

export function useBulk(): Bulk {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [progress, setProgress] = useState<Bulk['progress']>(null);
  const [report, setReport] = useState<Report | null>(null);

  /** Portion after portion. One that gets no answer fails as a whole, and the next ones are tried all the same. */
  async function inPortions<T>(
    items: T[],
    call: (part: T[]) => Promise<BulkShown>,
    named: (item: T) => { id: Id; number: number | null },
  ): Promise<BulkResult[]> {
    const results: BulkResult[] = [];
    setReport(null);
    for (const part of portions(items)) {
      setProgress({ done: results.length, total: items.length });
      try {
        results.push(...(await call(part)).results);
      } catch (error) {
        const reason = words(error) || t`The server did not answer.`;
        results.push(
          ...part.map((item) => ({
            ...named(item),
            outcome: 'failed' as const,
            change_id: null,
            code: 'unreachable',
            reason,
          })),
        );
      }
    }
    setProgress(null);
    void client.invalidateQueries({ queryKey: keys.lists });
    void client.invalidateQueries({ queryKey: keys.views });
    void client.invalidateQueries({ queryKey: ['ticket'] });
    return results;
  }

  async function run(order: BulkOrder | ReplyOrder, tickets: Chosen[]): Promise<void> {
    const results = await inPortions(
      tickets,
      (part) => call(order, part),
      (ticket) => ticket,
    );
    if (order.action === 'delete') {
      for (const { id, outcome } of results) if (id !== null && outcome === 'done') departed.add(id);
    }
    setReport({ order, results, tickets });
  }

  async function retry(): Promise<void> {
    if (!report?.order) return;
    const failed = report.results.filter(({ id, outcome }) => id !== null && outcome === 'failed');
    const kept = report.results.filter((one) => !failed.includes(one));
    const { order } = report;
    const known = new Map(report.tickets?.map((one) => [one.id, one]));
    const chosen = failed.map(
      (one) => known.get(one.id ?? '') ?? { id: one.id ?? '', number: one.number ?? 0 },
    );
    const again = await inPortions(
      chosen,
      (part) => call(order, part),
      (ticket) => ticket,
    );
    setReport({ ...report, results: [...kept, ...again] });
  }

  async function undo(): Promise<void> {
    if (!report) return;
    const numbers = new Map(report.results.map((one) => [one.id, one.number]));
    const results = await inPortions(undoable(report.results), undoBulk, ({ id }) => ({
      id,
      number: numbers.get(id) ?? null,
    }));
    setReport({ order: null, results });
  }

  return { progress, report, run, retry, undo, close: () => setReport(null) };
}
