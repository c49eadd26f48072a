import { expect, test } from 'vitest';
import { keys } from '~/api/keys';
import { eventsQuery } from '~/api/tickets';
import { daysKept, placeOf, surplus, ticketsKept } from '~/offline/kept';
import type { Kept } from '~/offline/shelf';

const day = 86_400_000;
const now = 1_800_000_000_000;
const kept = (key: readonly unknown[], age: number): Kept => ({
  id: JSON.stringify(key),
  key,
  data: {},
  at: now - age,
});

test.each([
  [keys.me, 'frame'],
  [keys.list({ view: 'all' }), 'list'],
  [keys.ticket(1042), 'ticket 1042'],
  [keys.messages(1042), 'ticket 1042'],
  [keys.drafts(1042), 'ticket 1042'],
  [eventsQuery(1042).queryKey, 'ticket 1042'],
  [eventsQuery(1042, { actor: '7' }).queryKey, null],
  [[...keys.events(1042), 'facets'], null],
  [keys.revisions(1042, 'note'), null],
  [keys.people, null],
  [keys.security, null],
  [keys.tokens, null],
  [keys.lists, null],
])('%j belongs to %s', (key, place) => {
  expect(placeOf(key)).toBe(place);
});

test('the tickets opened last stay, with all their parts', () => {
  const all = Array.from({ length: ticketsKept + 2 }, (_, n) => [
    kept(keys.ticket(n), (n + 1) * 1000),
    kept(keys.messages(n), (n + 1) * 1000 + 1),
  ]).flat();
  const last = ticketsKept + 1;
  expect(surplus(all, now).sort()).toEqual(
    [keys.ticket(last), keys.messages(last), keys.ticket(last - 1), keys.messages(last - 1)]
      .map((key) => JSON.stringify(key))
      .sort(),
  );
});

test('a ticket that is read again pushes out the one that was not for longest', () => {
  const all = Array.from({ length: ticketsKept + 1 }, (_, n) => kept(keys.ticket(n), (n + 1) * 1000));
  const again = all.map((one) => (one.key[1] === ticketsKept ? { ...one, at: now } : one));
  expect(surplus(again, now)).toEqual([JSON.stringify(keys.ticket(ticketsKept - 1))]);
});

test('what is a week old goes, whoever the frame belongs to', () => {
  const old = [kept(keys.me, daysKept * day + 1), kept(keys.ticket(1), daysKept * day + 1)];
  expect(surplus([...old, kept(keys.ticket(2), daysKept * day)], now)).toEqual(old.map((one) => one.id));
});

test('of the lists only some stay', () => {
  const lists = Array.from({ length: 12 }, (_, n) => kept(keys.list({ view: String(n) }), n));
  expect(surplus(lists, now)).toHaveLength(4);
});
