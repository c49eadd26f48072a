import { expect, test } from 'vitest';
import type { Facts, Reason } from '~/features/composer/guard/facts';
import { reasonsBefore } from '~/features/composer/guard/reasons';
import { scriptOf } from '~/features/composer/guard/script';
import cases from '../../tests/tickets/reply_guard/cases.json';

const jonas = { name: 'Jonas Weber', email: 'jonas@weber.example' };
const maria = { id: '302', name: 'Maria Silva', email: 'maria@silva.example' };

const facts: Facts = {
  html: '<p>Hello Jonas, it is on its way.</p>',
  to: [jonas],
  cc: [],
  files: 0,
  number: 1005,
  requester: '301',
  known: [jonas],
  colleagues: [{ name: 'Ben Carter' }, { name: 'Lin Wei 林薇' }, { name: '王小明' }],
  others: [
    { number: 1006, requester: maria },
    { number: 1007, requester: { id: '301', ...jonas } },
    { number: 1008, requester: { id: '303', name: '李雷', email: 'li@lei.example' } },
  ],
  notes: [],
  open: ['My order 48213 has not come.'],
  theirs: 'My order 48213 has not come.',
};

/** What is said of a reply; every part of the facts that is not given is harmless. */
const of = (html: string, more: Partial<Facts> = {}): Reason[] => reasonsBefore({ ...facts, html, ...more });
/** The table that the server's guard is tested by as well: what is not given is as in `facts`. */
interface Case {
  html: string;
  with?: Partial<Record<'notes' | 'public' | 'customers', string[]>> & {
    files?: number;
    recipients?: number;
    theirs?: string;
  };
  reasons: [string, string][];
}

const address = (name: string, at: number) => ({ name, email: `p${at}@weber.example` });

test.each(cases as Case[])('the same as the server sees: $html', ({ html, with: more = {}, reasons }) => {
  const { customers, recipients = 1, public: open, ...same } = more;
  const given: Partial<Facts> = {
    ...same,
    cc: Array.from({ length: recipients - 1 }, (_, at) => address('', at)),
  };
  if (customers) given.known = customers.map(address);
  if (customers) given.to = [];
  if (open) given.open = open;
  const found = of(html, given).map((one) => [one.kind, 'text' in one ? one.text : '']);
  expect(found).toEqual(reasons);
});

const kinds = (html: string, more: Partial<Facts> = {}) => of(html, more).map(({ kind }) => kind);

test('a colleague who has written on the ticket is still no recipient', () => {
  const ben = { name: 'Ben Carter', email: 'ben@lantern.example' };
  expect(kinds('<p>@ben, look</p>', { known: [jonas, ben] })).toEqual(['mention']);
});

test('another customer is recognised by full name', () => {
  expect(of('<p>Dear Maria Silva,</p>')).toEqual([{ kind: 'customer', text: 'Maria Silva' }]);
  expect(kinds('<p>李雷先生，您好</p>')).toEqual(['customer']);
});

test.each([
  ['<p>Dear Maria,</p>', {}],
  ['<p>Maria Silva-Lopes and Anamaria Silvan</p>', {}],
  ['<p>桃李雷同</p>', {}],
  ['<p>Dear Maria Silva,</p>', { open: ['My wife is Maria Silva.'] }],
  ['<p>Dear Maria Silva,</p>', { colleagues: [{ name: 'Maria Silva' }] }],
  ['<p>Write to maria@silva.example</p>', { to: [maria] }],
  ['<p>Dear Jonas Weber</p>', {}],
  ['<p>our billing team</p>', { others: [{ number: 9, requester: { ...maria, name: 'Billing Team' } }] }],
] as [string, Partial<Facts>][])(
  'a first name, a part of a name and whoever takes part are no strangers: %s',
  (html, more) => {
    expect(kinds(html, more)).toEqual([]);
  },
);

test('what is told of scripts and of many recipients says which and how many', () => {
  const theirs = 'Здравствуйте! Мой заказ до сих пор не пришёл, помогите, пожалуйста.';
  expect(of('<p>Hello, your order has left our house this morning.</p>', { theirs })).toEqual([
    { kind: 'script', mine: 'Latn', theirs: 'Cyrl' },
  ]);
  const cc = Array.from({ length: 10 }, (_, at) => address('', at));
  expect(of(facts.html, { cc })).toEqual([{ kind: 'recipients', count: 11 }]);
});

test('Japanese is not taken for Chinese', () => {
  expect(scriptOf('ご注文の商品は本日発送いたしました。')).toBe('Jpan');
  expect(scriptOf('您好，我的订单到现在还没有收到，请帮忙查一下。')).toBe('Hani');
});
