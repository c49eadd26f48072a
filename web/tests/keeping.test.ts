import { QueryClient } from '@tanstack/react-query';
import { beforeEach, expect, test, vi } from 'vitest';
import { keys } from '~/api/keys';
import { keepAnswers, restoreAnswers } from '~/offline/keeping';
import { daysKept } from '~/offline/kept';
import type { Kept } from '~/offline/shelf';

const device = vi.hoisted(() => new Map<string, unknown>());

// A device's database as a map: the real one is opened in the browser's story.
vi.mock('~/offline/shelf', () => ({
  shelf: {
    put: async (kept: Kept) => void device.set(kept.id, kept),
    all: async () => [...device.values()] as Kept[],
    remove: async (ids: string[]) => ids.forEach((id) => void device.delete(id)),
    clear: async () => device.clear(),
  },
}));

const put = (key: readonly unknown[], at: number) =>
  device.set(JSON.stringify(key), { id: JSON.stringify(key), key, data: { id: '1' }, at });

beforeEach(() => device.clear());

test('what is older than a week is not shown, though nobody has put it away', async () => {
  const client = new QueryClient();
  put(keys.ticket(1), Date.now() - daysKept * 86_400_000 - 1);
  put(keys.ticket(2), Date.now());
  await restoreAnswers(client);
  expect(client.getQueryData(keys.ticket(1))).toBeUndefined();
  expect(client.getQueryData(keys.ticket(2))).toEqual({ id: '1' });
});

test('who signs out while answers are being written leaves none behind', async () => {
  vi.useFakeTimers();
  const client = new QueryClient();
  keepAnswers(client);
  client.setQueryData(keys.me, { id: '7' });
  for (let number = 1; number <= 5; number += 1) client.setQueryData(keys.ticket(number), { number });
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
  await Promise.resolve();
  client.clear();
  device.clear();
  await new Promise((done) => setTimeout(done, 20));
  expect([...device.keys()]).toEqual([]);
});

test('another person on the same device finds nothing of the one before', async () => {
  vi.useFakeTimers();
  put(keys.me, Date.now());
  put(keys.ticket(1), Date.now());
  const client = new QueryClient();
  keepAnswers(client);
  client.setQueryData(keys.me, { id: '8' });
  await vi.advanceTimersByTimeAsync(1_000);
  vi.useRealTimers();
  expect([...device.keys()]).toEqual([JSON.stringify(keys.me)]);
});
