import { api } from './client';
import type { MovePlace } from './tickets';
import type { Id, Schemas } from './types';

export type BulkAction = Schemas['BulkInput']['action'];
/** `kept` is where the text is of a reply that was refused. */
export type BulkResult = Schemas['BulkResult'] & { kept?: Schemas['BulkReplyResult']['kept'] };
export type BulkShown = Omit<Schemas['BulkShown'], 'results'> & { results: BulkResult[] };
/** One text to all; a status of null is what each department sets. */
export type ReplyOrder = { action: 'reply'; html: string; status: string | null; key: string };
export type BulkOrder = { action: BulkAction; value?: string | null | string[] | MovePlace };

/** So many tickets take one call. */
export const portion = 100;

/** The key makes a call that got no answer harmless to repeat. */
export const bulk = (ids: Id[], { action, value }: BulkOrder, key: string) =>
  api.post<BulkShown>(
    '/tickets/bulk',
    { ids, action, ...(value === undefined ? {} : { value }) },
    { 'Idempotency-Key': key },
  );

export const undoBulk = (changes: { id: Id; change_id: Id }[]) =>
  api.post<BulkShown>('/tickets/bulk/undo', { changes });
