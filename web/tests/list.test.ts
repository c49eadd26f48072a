import { describe, expect, test } from 'vitest';
import type { TicketRow } from '~/api/types';
import { activeFilters, parseSearch, toFilters, withFilter, withoutFilters } from '~/features/list/filters';
import { fitting } from '~/features/list/fitting';
import { grows, inShownOrder } from '~/features/list/order';
import { neighbour } from '~/features/list/useListKeys';
import { ticketOf } from './world.ts';

const rows: TicketRow[] = [1, 2, 3, 4, 5].map((number) => ticketOf(number));
const ids = rows.map((row) => row.id);
const known = new Map(rows.map((row) => [row.id, row]));
const [first, second, third] = rows as [TicketRow, TicketRow, TicketRow];

describe('rows under the pointer', () => {
  test('keep their order and show their new faces', () => {
    const fresh = [
      { ...second, subject: 'new', updated_at: '2027-01-01T00:00:00.000Z' },
      first,
      ...rows.slice(2),
    ];
    const shown = inShownOrder(ids, known, fresh);
    expect(shown.rows.map((row) => row.id)).toEqual(ids);
    expect(shown.rows[1]?.subject).toBe('new');
    expect(shown.updates).toBe(1);
  });

  test('count what comes and what goes', () => {
    const fresh = [{ ...third, id: 'x' }, ...rows.slice(1)];
    const shown = inShownOrder(ids, known, fresh);
    expect(shown.rows.map((row) => row.id)).toEqual(ids);
    expect(shown.updates).toBe(2);
  });

  test('keep no face of what was deleted for good here', () => {
    const shown = inShownOrder(ids, known, rows.slice(1), new Set([first.id]));
    expect(shown.rows.map((row) => row.id)).toEqual(ids.slice(1));
    expect(shown.updates).toBe(0);
  });

  test('need no pill while nothing would move', () => {
    expect(
      inShownOrder(
        ids,
        known,
        rows.map((row) => ({ ...row, unread: false })),
      ).updates,
    ).toBe(0);
  });

  test('a further page only adds at the end', () => {
    expect(grows(ids.slice(0, 3), rows)).toBe(true);
    expect(grows(ids, rows)).toBe(false);
    expect(grows([ids[1] ?? ''], rows)).toBe(false);
  });
});

describe('the address of a list', () => {
  test('drops what it does not know', () => {
    expect(parseSearch({ view: 'open', days: '7', sort: 'colour', status: '', evil: '1' })).toEqual({
      view: 'open',
      days: 7,
    });
    expect(parseSearch({ days: '-3' })).toEqual({});
    expect(parseSearch({ sort: '-updated' })).toEqual({ sort: '-updated' });
    expect(parseSearch({ condition: '' })).toEqual({});
  });

  test('keeps long ids as text', () => {
    expect(parseSearch({ owner: '7312345678901234567' }).owner).toBe('7312345678901234567');
  });

  test('becomes the parameters of the API', () => {
    expect(toFilters({ days: 7, owner: 'me' })).toMatchObject({
      view: 'mine_open',
      received_days: 7,
      owner: 'me',
    });
    expect(toFilters({}).sort).toBeUndefined();
    const condition = { combinator: 'and' as const, rules: [{ field: 'tags', operator: 'is_set' }] };
    expect(toFilters(parseSearch({ condition: JSON.stringify(condition) })).condition).toBe(
      JSON.stringify(condition),
    );
  });

  test('names its filters and sheds them', () => {
    const search = parseSearch({ view: 'all', q: 'x', status: 'open', days: '7', sort: 'created' });
    expect(activeFilters(search)).toEqual(['status', 'days']);
    expect(withoutFilters(search)).toEqual({ view: 'all', sort: 'created' });
    expect(withFilter(search, 'status', undefined)).not.toHaveProperty('status');
  });
});

test.each([
  [null, 1, 10],
  [10, 1, 20],
  [20, -1, 10],
  [30, 1, null],
  [10, -1, null],
  [99, -1, 10],
] as const)('from %s by %i to %s', (current, step, next) => {
  expect(neighbour([10, 20, 30], current, step)).toBe(next);
});

describe('tags in a row', () => {
  const fits = (room: number) => fitting([40, 50, 60], room, 4, 22);
  test.each([
    [158, 3],
    [157, 2],
    [120, 2],
    [119, 1],
    [66, 1],
    [65, 0],
    [0, 0],
  ])('in %i pixels stand %i whole ones', (room, count) => {
    expect(fits(room)).toBe(count);
  });

  test('a single one needs no room for a count', () => {
    expect(fitting([40], 40, 4, 22)).toBe(1);
    expect(fitting([40], 39, 4, 22)).toBe(0);
    expect(fitting([], 10, 4, 22)).toBe(0);
  });
});
