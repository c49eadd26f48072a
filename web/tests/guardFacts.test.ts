import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { keys } from '~/api/keys';
import { emptyDraft } from '~/features/composer/draft';
import { check } from '~/features/composer/guard/check';
import { factsOf } from '~/features/composer/guard/factsOf';
import { catalogue, messageOf, ticketOf } from './world';

const ticket = ticketOf(1005);
const draft = (body_html: string) => ({ ...emptyDraft('c').content, body_html });
const maria = { ...ticket.requester, id: '302', name: 'Maria Silva', email: 'maria@silva.example' };
const lei = { ...ticket.requester, id: '303', name: 'Anna Lee', email: 'anna@lee.example' };

function windowWith(): QueryClient {
  const client = new QueryClient();
  client.setQueryData(keys.catalogue, catalogue);
  client.setQueryData(keys.ticket(1006), ticketOf(1006, { requester: maria }));
  client.setQueryData(keys.messages(1006), { results: [] });
  const pages = [{ results: [ticket, ticketOf(1007, { requester: lei })] }];
  client.setQueryData(keys.list({ view: 'all' }), { pages, pageParams: [] });
  return client;
}

test('other tickets are those that were opened or listed in this window, each once and never this one', () => {
  const facts = factsOf(draft(''), ticket, [], windowWith());
  expect(facts.others.map(({ number }) => number).sort()).toEqual([1006, 1007]);
  expect(factsOf(draft(''), ticket, [], new QueryClient()).others).toEqual([]);
});

test('what colleagues wrote among themselves is told from what was public; what was taken back counts for neither', () => {
  const messages = [
    messageOf({
      seq: 1,
      parts: { visible: 'It is silent.', quoted: '> Hello', signature: '' },
      text: 'It is silent.',
    }),
    messageOf({ seq: 2, kind: 'note', visibility: 'internal', text: 'In a note.' }),
    messageOf({
      seq: 3,
      kind: 'note',
      visibility: 'internal',
      conversation_id: '9',
      text: 'Among colleagues.',
    }),
    messageOf({ seq: 4, kind: 'reply', text: 'A reply.' }),
    messageOf({ seq: 5, kind: 'reply', text: 'Taken back.', undone: true }),
    messageOf({
      seq: 6,
      text: 'Out of office',
      automatic: true,
      parts: { visible: 'Out of office', quoted: '', signature: '' },
    }),
  ];
  const facts = factsOf(draft(''), ticket, messages, windowWith());
  expect(facts.notes).toEqual(['In a note.', 'Among colleagues.']);
  expect(facts.open).toEqual([ticket.subject, 'It is silent.', 'A reply.', 'Out of office']);
  expect(facts.theirs).toBe('It is silent.');
});

test('from the caches of a window to the reasons', () => {
  const found = check(draft('<p>Dear Maria Silva, @ben: see #1007</p>'), ticket, [], windowWith());
  expect(found.map(({ kind }) => kind)).toEqual(['mention', 'customer', 'ticket']);
});
