import { describe, expect, test } from 'vitest';
import type { Catalogue, Status, TicketEvent } from '~/api/types';
import { newer, newerPublic, newerReviewed, reviewedKinds } from '~/features/composer/blockers';
import { offeredOnSend } from '~/features/composer/SendButton';
import { differing, fieldValue, foresee, sameValue, without } from '~/features/ticket/edits';
import { frameHeight } from '~/features/ticket/frameHeight';
import { htmlMatters, timeline } from '~/features/ticket/timeline';
import { statusesOf } from '~/features/ticket/useStatuses';
import { parseAddress } from '~/ui/address';
import { catalogue, eventOf, messageOf, ticketOf } from './world.ts';

const ticket = ticketOf(1);

describe('what differs', () => {
  test.each([
    ['a', 'a', true],
    ['a', 'b', false],
    [null, 'a', false],
    [['x', 'y'], ['y', 'x'], true],
    [['x'], ['x', 'y'], false],
    [[{ email: 'A@x.cz', name: 'A' }], [{ email: 'a@x.cz', name: '' }], true],
    [[{ email: 'a@x.cz', name: '' }], [], false],
  ])('%j and %j are the same: %s', (a, b, same) => {
    expect(sameValue(a, b)).toBe(same);
  });

  test('only that is sent', () => {
    expect(
      differing({ subject: { base: 'a', mine: 'b' }, tags: { base: ['x', 'y'], mine: ['y', 'x'] } }),
    ).toEqual({
      subject: { base: 'a', mine: 'b' },
    });
  });

  test('what others left alone stays to be saved when one field is asked about', () => {
    const changes = { subject: { base: 'a', mine: 'b' }, priority: { base: 'none', mine: 'high' } };
    expect(without(changes, new Set(['subject'] as const))).toEqual({ priority: changes.priority });
  });

  test('values are named as the API names them', () => {
    expect(fieldValue(ticket, 'owner')).toBe(ticket.owner?.id);
    expect(fieldValue(ticket, 'department')).toBe(ticket.department.id);
    expect(fieldValue({ ...ticket, owner: null }, 'owner')).toBeNull();
    expect(fieldValue(ticket, 'cc')).toEqual(ticket.cc.map(({ email, name }) => ({ email, name })));
  });
});

test('a foreseen edit changes value and shape, and leaves the ticket before it untouched', () => {
  const changes = { status: { base: ticket.status, mine: 'solved' }, owner: { base: null, mine: '202' } };
  const next = foresee(ticket, changes, catalogue);
  expect(next).toMatchObject({ status: 'solved', group: 'closed', owner: { id: '202', name: 'Ben Carter' } });
  expect(ticket.status).not.toBe('solved');
});

test('a department has statuses of its own, in their order', () => {
  const other = { ...(catalogue.statuses[0] as Status), department_id: '101', slug: 'fresh' };
  const mixed = { ...catalogue, statuses: [other, ...catalogue.statuses.toReversed()] };
  expect(statusesOf(mixed, '101').map((status) => status.slug)).toEqual(['fresh']);
  expect(statusesOf(mixed, '102')).toEqual(catalogue.statuses);
});

test('what a reply sets by itself is offered first', () => {
  const slugs = (usual: string) => offeredOnSend(catalogue.statuses, usual).map((status) => status.slug);
  expect(slugs('waiting')).toEqual(['waiting', 'open', 'on-hold', 'solved']);
  expect(slugs('escalated')).toEqual(['escalated', 'open', 'waiting', 'on-hold', 'solved']);
  expect(slugs('')).toEqual(['open', 'waiting', 'on-hold', 'solved']);
});

describe('the timeline', () => {
  const message = messageOf({ seq: 3 });

  test('groups what happened between messages and leaves out what messages tell', () => {
    const events = [5, 4, 2]
      .map((seq) => eventOf({ seq }))
      .concat(eventOf({ seq: 3, message_id: message.id }));
    const items = timeline([message], events);
    expect(
      items.map((item) => (item.type === 'events' ? item.events.map((one) => one.seq) : 'message')),
    ).toEqual([[2], 'message', [4, 5]]);
  });

  test('shows the original only where its look matters', () => {
    const mail = { frame_url: '/x', parts: { visible: 'Hi', quoted: '', signature: '' }, text: 'Hi' };
    expect(htmlMatters(messageOf(mail))).toBe(false);
    expect(htmlMatters(messageOf({ ...mail, has_remote_images: true }))).toBe(true);
    expect(htmlMatters(messageOf({ ...mail, frame_url: null, has_remote_images: true }))).toBe(false);
  });
});

test('only public words of people after the pinned moment stand in the way', () => {
  const at = (seq: number, part: object = {}) => messageOf({ seq, ...part });
  const found = newerPublic(
    [
      at(3),
      at(8),
      at(9, { kind: 'note', visibility: 'internal' }),
      at(10, { automatic: true }),
      at(11, { undone: true }),
      at(12, { kind: 'reply' }),
    ],
    5,
  );
  expect(found.map((message) => message.seq)).toEqual([8, 12]);
});

describe('what a department has reviewed besides', () => {
  const department = { ...catalogue.departments[0], reviewed_before_reply: ['status'] };
  const chosen = { ...catalogue, departments: [department] } as Catalogue;
  const kinds = reviewedKinds(chosen, department.id ?? '');
  const by = (id: string | null, kind: TicketEvent['actor']['kind'] = 'agent') => ({ id, name: 'X', kind });
  const changed = (seq: number, part: Partial<TicketEvent> = {}) =>
    eventOf({ seq, kind: 'ticket.status_changed', actor: by('ben'), ...part });

  test('is nothing unless it was chosen, also for a device that knew of no choice', () => {
    expect(reviewedKinds(catalogue, department.id ?? '').size).toBe(0);
    expect(reviewedKinds(undefined, 'x').size).toBe(0);
    const { reviewed_events: _events, ...old } = chosen;
    expect(reviewedKinds(old as Catalogue, department.id ?? '').size).toBe(0);
  });

  test('is what colleagues did of it after the pinned moment, and not what followed or was done by me', () => {
    const found = newerReviewed(
      [
        changed(4),
        changed(6),
        changed(7, { actor: by('ana') }),
        changed(8, { actor: by(null, 'rule') }),
        changed(9, { cause: { kind: 'reopened_by_customer', label: '' } }),
        changed(10, { kind: 'ticket.priority_changed' }),
        changed(11, { actor: by('kim', 'customer') }),
        changed(12, { kind: 'ticket.snoozed' }),
      ],
      kinds,
      5,
      'ana',
    );
    expect(found.map((event) => event.seq)).toEqual([6, 12]);
  });

  test('stands among the messages in the order of the ticket', () => {
    const both = newer([messageOf({ seq: 5 }), messageOf({ seq: 9 })], [changed(7)]);
    expect(both.map((one) => [one.type, one.seq])).toEqual([
      ['message', 5],
      ['event', 7],
      ['message', 9],
    ]);
  });
});

test.each([
  ['ana@example.com', { email: 'ana@example.com', name: '' }],
  [' Ana N <ana@example.com> ', { email: 'ana@example.com', name: 'Ana N' }],
  ['"N, Ana" <ana@localhost>', { email: 'ana@localhost', name: 'N, Ana' }],
  ['ana', null],
  ['a b@example.com', null],
  ['', null],
])('%j is the address %j', (text, expected) => {
  expect(parseAddress(text)).toEqual(expected);
});

describe('the height of a mail that cannot be looked into', () => {
  const height = (text: string, width = 724, more: object = {}) =>
    frameHeight(messageOf({ text, ...more }), width);

  test('goes by its lines, and by what a line holds', () => {
    expect(height('one')).toBe(46);
    expect(height('one\ntwo\n\nfour')).toBe(112);
    expect(height('x'.repeat(100))).toBe(46);
    expect(height('x'.repeat(101))).toBe(68);
    expect(height('字'.repeat(50))).toBe(46);
    expect(height('字'.repeat(51))).toBe(68);
    expect(height('x'.repeat(100), 374)).toBe(68);
  });

  test('leaves room for pictures', () => {
    expect(height('one', 724, { has_remote_images: true })).toBe(46 + 180);
  });
});
