import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { keys } from '~/api/keys';
import { type Pointer, parsePointer, staleBy, union } from '~/realtime/pointers';

const changed = (number: number, seq: number): Pointer => ({
  type: 'changed',
  ticket: '70',
  number,
  seq,
  version: 1,
  fields: ['status'],
  events: ['1'],
});

/** A cache in which everything is fresh; the keys say what a pointer made stale in it. */
function staleIn(pointers: Pointer[], knownSeq?: number): string[] {
  const client = new QueryClient();
  const cached = [
    keys.me,
    keys.catalogue,
    keys.views,
    keys.list({ view: 'all' }),
    keys.list({ view: 'open' }),
    keys.notifications,
    keys.ticket(5),
    keys.messages(5),
    keys.events(5),
    keys.drafts(5),
    keys.ticket(6),
    keys.messages(6),
  ];
  for (const key of cached) client.setQueryData(key, {});
  for (const queryKey of union(pointers.map((pointer) => staleBy(pointer, knownSeq)))) {
    void client.invalidateQueries({ queryKey });
  }
  return cached.filter((key) => client.getQueryState(key)?.isInvalidated).map((key) => JSON.stringify(key));
}

const json = (list: readonly (readonly unknown[])[]) => list.map((key) => JSON.stringify(key));
const around = [keys.views, keys.list({ view: 'all' }), keys.list({ view: 'open' })];

test('a change makes its ticket, the lists and the counts stale, and nothing of other tickets', () => {
  expect(staleIn([changed(5, 9)]).sort()).toEqual(
    json([...around, keys.ticket(5), keys.messages(5), keys.events(5)]).sort(),
  );
});

test('drafts are never touched by a pointer: their truth is in this tab', () => {
  expect(staleIn([changed(5, 9), { type: 'catalogue' }, { type: 'notification' }])).not.toContain(
    JSON.stringify(keys.drafts(5)),
  );
});

test('a ticket that is gone leaves the lists, and those who have it open learn which one', () => {
  expect(staleIn([{ type: 'gone' }]).sort()).toEqual(json(around).sort());
  expect(staleIn([{ type: 'gone', number: 5 }])).toContain(JSON.stringify(keys.ticket(5)));
});

test('the echo of an own change leaves the ticket alone', () => {
  expect(staleIn([changed(5, 9)], 9).sort()).toEqual(json(around).sort());
});

test('a later change than the known one does not', () => {
  expect(staleIn([changed(5, 10)], 9)).toContain(JSON.stringify(keys.messages(5)));
});

test('a notification refreshes the list of notifications and the number at the bell', () => {
  expect(staleIn([{ type: 'notification' }]).sort()).toEqual(json([keys.me, keys.notifications]).sort());
});

test.each<Pointer>([{ type: 'hello' }, { type: 'pong' }, { type: 'watching', rooms: ['me'] }])(
  '$type makes nothing stale',
  (pointer) => {
    expect(staleIn([pointer])).toEqual([]);
  },
);

test('a burst asks each query once', () => {
  const lists = [changed(5, 9), changed(5, 10), changed(6, 3)].map((pointer) => staleBy(pointer, undefined));
  const once = union(lists).map((key) => JSON.stringify(key));
  expect(new Set(once).size).toBe(once.length);
  expect(once).toHaveLength(9);
});

test.each(['', 'nonsense', '[]', '{}', 'null', '3'])('%j is no pointer', (text) => {
  expect(parsePointer(text)).toBeNull();
});
