import { beforeEach, expect, test } from 'vitest';
import type { TicketEvent } from '~/api/types';
import { alertKinds, flagOf, freshAlerts, mergedActs, rowsOf } from '~/features/presence/activity';
import { deletion, moved } from '~/features/presence/prompts';
import { added, endVisit, keepVisit, visitOf } from '~/features/presence/visit';
import type { Act, Present } from '~/features/presence/wire';
import { eventOf, ticketOf } from './world';

const start = Date.parse('2026-11-22T10:00:00.000Z');
const at = (seconds: number) => new Date(start + seconds * 1_000).toISOString();
const all = new Set(alertKinds);

let seq = 0;
beforeEach(() => {
  seq = 0;
});

function happened(kind: string, who: string, seconds: number, part: Partial<TicketEvent> = {}): TicketEvent {
  seq += 1;
  return eventOf({
    id: String(900 + seq),
    seq,
    kind,
    at: at(seconds),
    actor: { id: who, name: who, kind: 'agent' },
    change_id: `c${seq}`,
    ...part,
  });
}
const act = (what: Act['act'], person: string, seconds: number): Act => ({
  id: `${person}${what}${seconds}`,
  person,
  act: what,
  at: at(seconds),
});

test('the list holds what others did since I opened, newest first', () => {
  const events = [
    happened('message.replied', 'ben', 5),
    happened('message.replied', 'me', 6, { change_id: 'mine' }),
    // What followed from my own act is mine too.
    happened('status.changed', '', 6, { change_id: 'mine', actor: { id: null, name: '', kind: 'system' } }),
    happened('delivery.sent', '', 7, { actor: { id: null, name: '', kind: 'system' } }),
    happened('delivery.failed', '', 8, { actor: { id: null, name: '', kind: 'system' } }),
    happened('priority.changed', '', 9, { actor: { id: null, name: '', kind: 'rule' } }),
  ];
  const acts = [
    act('viewed', 'ben', -3),
    act('viewed', 'cleo', 4),
    act('drafted', 'me', 5),
    act('left', 'cleo', 10),
  ];
  const rows = rowsOf(events, acts, 'me', at(0));
  expect(rows.map((row) => (row.type === 'act' ? `${row.person} ${row.act}` : row.event.kind))).toEqual([
    'cleo left',
    'priority.changed',
    'delivery.failed',
    'message.replied',
    'cleo viewed',
  ]);
});

test('acts are kept once each, also when the server has forgotten them', () => {
  const known = [act('viewed', 'ben', 1)];
  expect(mergedActs(known, known)).toBe(known);
  expect(mergedActs(known, [act('left', 'ben', 2)])).toHaveLength(2);
});

test('the flag is red until it was looked at, red again by news, and gone when there is nothing', () => {
  const ben = { person: 'ben' } as Present;
  const cleo = { person: 'cleo' } as Present;
  const visit = { met: [] as string[], noticed: [] as string[], read: [] as string[] };
  const rows = rowsOf([happened('message.noted', 'ben', 5)], [], 'me', at(0));
  const id = rows[0]?.id ?? '';
  expect(flagOf([], [], visit)).toBeNull();
  expect(flagOf([ben], [], visit)).toEqual({ others: 1, unseen: true });
  expect(flagOf([ben], [], { ...visit, met: ['ben'] })).toEqual({ others: 1, unseen: false });
  expect(flagOf([ben, cleo], [], { ...visit, met: ['ben'] })).toEqual({ others: 2, unseen: true });
  expect(flagOf([ben], rows, { ...visit, met: ['ben'] })).toEqual({ others: 1, unseen: true });
  expect(flagOf([ben], rows, { ...visit, met: ['ben'], noticed: [id] })).toEqual({
    others: 1,
    unseen: false,
  });
  expect(flagOf([], rows, { ...visit, noticed: [id] })).toEqual({ others: 0, unseen: false });
  expect(flagOf([], rows, { ...visit, read: [id] })).toBeNull();
});

test('exactly six kinds pop up, of colleagues, as far as they are wanted', () => {
  const customer = { actor: { id: '5', name: 'Robin', kind: 'customer' as const } };
  const events = [
    happened('message.replied', 'ben', 1),
    happened('message.noted', 'ben', 2),
    happened('message.edited', 'ben', 3, { message_id: '70' }),
    happened('message.received', 'robin', 4, customer),
    happened('priority.changed', 'ben', 5, { field: 'priority' }),
  ];
  const acts = [
    act('viewed', 'cleo', 6),
    act('drafted', 'cleo', 7),
    act('took_over', 'cleo', 8),
    act('left', 'cleo', 9),
  ];
  const rows = rowsOf(events, acts, 'me', at(0));
  const now = start + 10_000;
  const popped = freshAlerts(rows, new Set(), all, now, start);
  expect(popped.map((row) => (row.type === 'act' ? row.act : row.event.kind))).toEqual([
    'message.replied',
    'message.noted',
    'message.edited',
    'viewed',
    'drafted',
    'left',
  ]);
  expect(freshAlerts(rows, new Set(rows.map((row) => row.id)), all, now, start)).toEqual([]);
  expect(freshAlerts(rows, new Set(), new Set(['left'] as const), now, start)).toHaveLength(1);
  // What happened before the page looked, as after a reload, is in the list only.
  expect(freshAlerts(rows, new Set(), all, now, start + 6_500)).toHaveLength(2);
  // After a long silence of the link the list says it; nothing pops up.
  expect(freshAlerts(rows, new Set(), all, now + 90_000, start)).toEqual([]);
});

test('one editing session of a note pops up once', () => {
  const events = [
    happened('message.edited', 'ben', 1, { message_id: '70' }),
    happened('message.edited', 'ben', 20, { message_id: '70' }),
    happened('message.edited', 'ben', 21, { message_id: '71' }),
    happened('message.edited', 'cleo', 22, { message_id: '70' }),
  ];
  const popped = freshAlerts(rowsOf(events, [], 'me', at(0)), new Set(), all, start + 25_000, start);
  expect(popped.map((row) => row.id)).toEqual(['e901', 'e903', 'e904']);
});

test('a deletion by another is asked about until somebody restores it', () => {
  const trashed = happened('ticket.trashed', 'ben', 1);
  const open = ticketOf(5, { deleted: false });
  const gone = ticketOf(5, { deleted: true });
  expect(deletion([], gone, 'me')).toBeNull();
  expect(deletion([trashed], gone, 'ben')).toBeNull();
  expect(deletion([trashed], gone, 'me')).toMatchObject({ type: 'asked', trashed: { name: 'ben' } });
  const byCleo = happened('ticket.restored', 'cleo', 2);
  expect(deletion([trashed, byCleo], open, 'me')).toMatchObject({
    type: 'restored',
    restored: { name: 'cleo' },
  });
  expect(deletion([trashed, byCleo], open, 'cleo')).toBeNull();
  const again = happened('ticket.trashed', 'ben', 3);
  expect(deletion([trashed, byCleo, again], gone, 'me')).toMatchObject({
    type: 'asked',
    trashed: { seq: 3 },
  });
});

test('a move by another is asked about as long as the ticket is where it was moved to', () => {
  const part = { field: 'department', old: '102', new: '103', old_label: 'Care', new_label: 'Billing' };
  const move = happened('department.changed', 'ben', 1, part);
  const there = ticketOf(5, { department: { id: '103', name: 'Billing' } });
  const here = ticketOf(5, { department: { id: '102', name: 'Care' } });
  expect(moved([move], there, 'me')).toMatchObject({
    from: { name: 'Care' },
    to: { id: '103' },
    name: 'ben',
  });
  expect(moved([move], there, 'ben')).toBeNull();
  expect(moved([move], here, 'me')).toBeNull();
});

test('a visit goes on over a reload, and a new one begins empty', () => {
  const visit = visitOf('7', at(0), 12);
  expect(visit).toMatchObject({ seq: 12, read: [] });
  keepVisit('7', { ...visit, read: added(visit.read, ['e1']) });
  expect(visitOf('7', at(0), 40)).toMatchObject({ seq: 12, read: ['e1'] });
  expect(visitOf('7', at(90), 40)).toMatchObject({ seq: 40, read: [] });
  endVisit('7');
  expect(visitOf('7', at(0), 41)).toMatchObject({ seq: 41, read: [] });
});
