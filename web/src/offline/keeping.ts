import type { Query, QueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import type { Me } from '~/api/types';
import { placeOf, surplus } from './kept';
import { type Kept, shelf } from './shelf';

/** A burst of answers (a list and its counts, a ticket and its parts) is written once. */
const pause = 800;

/**
 * From now on this device keeps what is read, so that it can be read again while the server is away. It is one person's:
 * with another one signed in, what was kept goes first.
 */
export function keepAnswers(client: QueryClient): void {
  const waiting = new Map<string, Query>();
  let planned = false;
  let owner: string | undefined;

  async function write(): Promise<void> {
    planned = false;
    const me = client.getQueryData<Me>(keys.me)?.id;
    if (!me) return;
    if (owner !== me) {
      const before = (await shelf.all()).find((one) => placeOf(one.key) === 'frame' && one.key[0] === 'me');
      if (before && (before.data as Me).id !== me) await shelf.clear();
      owner = me;
    }
    const queries = [...waiting.values()];
    waiting.clear();
    for (const query of queries) {
      // Signed out in the middle: what would come now would stay on the device.
      if (client.getQueryData<Me>(keys.me)?.id !== me) return;
      await shelf.put(keptOf(query));
    }
    const gone = surplus(await shelf.all(), Date.now());
    if (gone.length > 0) await shelf.remove(gone);
  }

  function take(query: Query): void {
    if (placeOf(query.queryKey) === null || query.state.data === undefined) return;
    waiting.set(query.queryHash, query);
    if (!planned) setTimeout(() => void write(), pause);
    planned = true;
  }

  for (const query of client.getQueryCache().getAll()) take(query);
  client.getQueryCache().subscribe((event) => {
    if (event.type === 'updated' && event.action.type === 'success') take(event.query);
  });
}

const keptOf = (query: Query): Kept => ({
  id: query.queryHash,
  key: query.queryKey,
  data: firstPage(query.state.data),
  at: query.state.dataUpdatedAt,
});

/** Of a list that was scrolled only the beginning. */
function firstPage(data: unknown): unknown {
  if (!data || typeof data !== 'object' || !('pages' in data) || !('pageParams' in data)) return data;
  const { pages, pageParams } = data as { pages: unknown[]; pageParams: unknown[] };
  return { pages: pages.slice(0, 1), pageParams: pageParams.slice(0, 1) };
}

/** Puts what is kept where nothing newer is; the screens then show it as what it is, an answer of some time ago. */
export async function restoreAnswers(client: QueryClient): Promise<void> {
  const all = await shelf.all();
  // Nobody has opened this for a week, perhaps: then nothing has been put away either.
  const gone = new Set(surplus(all, Date.now()));
  for (const { id, key, data, at } of all) {
    if (!gone.has(id) && client.getQueryData(key) === undefined)
      client.setQueryData(key, data, { updatedAt: at });
  }
}
