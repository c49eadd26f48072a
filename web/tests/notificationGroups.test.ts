import { expect, test } from 'vitest';
import { byTicket } from '~/features/notifications/groups';

test('what is about no ticket stands under the name of what it is about', () => {
  const told = (id: string, about: string, number: number | null) => ({
    id,
    kind: 'mailbox_trouble',
    at: '2026-11-22T10:00:00.000Z',
    ticket: number === null ? null : { number, subject: 's' },
    place: '/mailboxes',
    about,
    message_id: null,
    actor: { id: null, name: '' },
    text: '',
    read: false,
  });
  const groups = byTicket([told('3', 'support@x', null), told('2', '', 1), told('1', 'support@x', null)]);
  expect(groups.map((group) => [group.number, group.subject, group.entries.length])).toEqual([
    [null, 'support@x', 2],
    [1, 's', 1],
  ]);
});
