import { api } from './client';
import type { MovePlace } from './tickets';
import type { Id, Schemas } from './types';

export type BulkAction = Schemas['BulkInput']['action'];
export type BulkResult = Schemas['BulkResult'];
export type BulkShown = Schemas['BulkShown'];
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
