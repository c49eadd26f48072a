import { describe, expect, test } from 'vitest';
import type { Catalogue, Ticket } from '~/api/types';
import { matching } from '~/features/composer/mention';
import { wrongMention } from '~/features/composer/mentioned';
import { byTicket } from '~/features/notifications/groups';
import { snoozeChoices } from '~/features/ticket/snoozes';
import { momentOf, wallAt } from '~/i18n/zoned';
import { ticketOf } from './world';

const prague = 'Europe/Prague';
const iso = (moment: number) => new Date(moment).toISOString();

describe('moments on the wall of a zone', () => {
  test.each([
    ['2026-01-15T08:00:00.000Z', { year: 2026, month: 1, day: 15, hour: 9, minute: 0 }],
    ['2026-07-15T07:00:00.000Z', { year: 2026, month: 7, day: 15, hour: 9, minute: 0 }],
    // Days may run over the end of a month.
    ['2026-02-01T08:00:00.000Z', { year: 2026, month: 1, day: 32, hour: 9, minute: 0 }],
    // Skipped in spring: the same time after the change. Shown twice in autumn: the first.
    ['2026-03-29T01:30:00.000Z', { year: 2026, month: 3, day: 29, hour: 2, minute: 30 }],
    ['2026-10-25T00:30:00.000Z', { year: 2026, month: 10, day: 25, hour: 2, minute: 30 }],
  ])('%s', (expected, wall) => {
    expect(iso(momentOf(wall, prague))).toBe(expected);
  });

  test.each(['Asia/Kathmandu', 'America/St_Johns', 'Pacific/Apia', 'UTC', 'Australia/Lord_Howe'])(
    'there and back in %s',
    (zone) => {
      for (let moment = Date.UTC(2026, 0, 1); moment < Date.UTC(2027, 0, 1); moment += 13 * 86_400_000) {
        expect(momentOf(wallAt(moment, zone), zone)).toBe(moment);
      }
    },
  );
});

describe('when a ticket may come back', () => {
  const offered = (at: string) =>
    Object.fromEntries(snoozeChoices(Date.parse(at), prague).map((one) => [one.key, iso(one.at)]));

  test('on a Wednesday at noon there are four', () => {
    expect(offered('2026-11-25T11:07:00Z')).toEqual({
      later: '2026-11-25T14:30:00.000Z',
      tomorrow: '2026-11-26T08:00:00.000Z',
      monday: '2026-11-30T08:00:00.000Z',
      week: '2026-12-02T08:00:00.000Z',
    });
  });

  test('late in the evening nothing is left of today', () => {
    expect(offered('2026-11-25T20:30:00Z')).not.toHaveProperty('later');
  });

  test('on a Sunday, Monday is tomorrow, and on a Monday it is next week: said once', () => {
    expect(Object.keys(offered('2026-11-22T11:00:00Z'))).toEqual(['later', 'tomorrow', 'week']);
    expect(Object.keys(offered('2026-11-23T11:00:00Z'))).toEqual(['later', 'tomorrow', 'week']);
  });

  test('over the change of the clocks it stays nine in the morning', () => {
    expect(offered('2026-10-24T10:00:00Z').tomorrow).toBe('2026-10-25T08:00:00.000Z');
    expect(offered('2026-03-28T10:00:00Z').tomorrow).toBe('2026-03-29T07:00:00.000Z');
  });
});

describe('mentions', () => {
  const person = (id: string, name: string, reason: string | null = null) => ({
    id,
    name,
    email: `${id}@tandem.example`,
    reason,
  });
  const people = [
    person('kim', 'Kim Novák', 'customer'),
    person('sam', 'Sam Kimball'),
    person('li', '李小明'),
  ];

  test('names are found by the beginning of each word, without marks; those who can be named come first', () => {
    expect(matching(people, 'kim').map((one) => one.id)).toEqual(['sam', 'kim']);
    expect(matching(people, 'novak').map((one) => one.id)).toEqual(['kim']);
    expect(matching(people, '小').map((one) => one.id)).toEqual(['li']);
    expect(matching(people, 'imb')).toEqual([]);
  });

  const agents = [
    { id: '1', name: 'Ana', email: 'a@x', role: 'agent', active: true, department_ids: ['11'] },
    { id: '2', name: 'Cai', email: 'c@x', role: 'agent', active: true, department_ids: ['99'] },
  ];
  const catalogue = { agents } as unknown as Catalogue;
  const ticket: Ticket = { ...ticketOf(1042), department: { id: '11', name: 'Support' } };
  const chip = (id: string, name: string) => `<p><span data-mention="${id}">@${name}</span></p>`;

  test.each([
    [chip('1', 'Ana'), null],
    [chip('2', 'Cai'), { name: 'Cai', customer: false }],
    [chip('301', 'Jonas Weber'), { name: 'Jonas Weber', customer: true }],
    ['<p>@Jonas Weber what do you say?</p>', { name: 'Jonas Weber', customer: true }],
    ['<p>ask @jonas@weber.example</p>', { name: 'Jonas Weber', customer: true }],
    ['<p>Jonas Weber wrote this</p>', null],
  ])('%s', (html, wrong) => {
    expect(wrongMention(html, ticket, catalogue)).toEqual(wrong);
  });
});

test('notifications of one ticket stand together where its newest is', () => {
  const told = (id: string, number: number) => ({
    id,
    kind: 'assigned',
    at: '2026-11-22T10:00:00.000Z',
    ticket: { number, subject: `s${number}` },
    place: '',
    about: '',
    message_id: null,
    actor: { id: null, name: '' },
    text: '',
    read: false,
  });
  const groups = byTicket([told('4', 1), told('3', 2), told('2', 1)]);
  expect(groups.map((group) => [group.number, group.entries.map((one) => one.id)])).toEqual([
    [1, ['4', '2']],
    [2, ['3']],
  ]);
});
