import { expect, test } from 'vitest';
import { promisedFile } from '~/features/composer/guard/attached';
import { type Facts, type Reason, reasonsBefore } from '~/features/composer/guard/reasons';
import { scriptOf } from '~/features/composer/guard/script';

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
const kinds = (html: string, more: Partial<Facts> = {}) => of(html, more).map(({ kind }) => kind);

test('an ordinary reply leaves without a word', () => {
  expect(kinds(facts.html)).toEqual([]);
  expect(kinds('')).toEqual([]);
});

test('a placeholder that nothing has replaced is told of, each once, also between full-width braces', () => {
  expect(of('<p>Dear {{ requester.name }}, {{ requester.name }}</p><p>｛｛客户｝｝ {% if x %}</p>')).toEqual([
    { kind: 'placeholder', text: '{{ requester.name }}' },
    { kind: 'placeholder', text: '｛｛客户｝｝' },
    { kind: 'placeholder', text: '{% if x %}' },
  ]);
});

test.each([
  '<p>Write <code>{{ name }}</code> in the template.</p>',
  '<pre><code>{{ name }}</code></pre>',
  '<p>{ one } {two} 100 % and {}</p>',
])('braces in code, or alone, are no placeholder: %s', (html) => {
  expect(kinds(html)).toEqual([]);
});

test('a placeholder that the customer asks about is theirs', () => {
  expect(
    kinds('<p>Where you see {{ name }}, press it.</p>', { open: ['My screen says {{ name }}!'] }),
  ).toEqual([]);
});

const note =
  'He threatened to sue us last year; offer him at most ten per cent. See https://wiki.example/refunds';

test('words of an internal note are recognised whatever stands between them', () => {
  const found = of('<p>Hello,</p><p>we may offer him at most <b>ten per cent</b> of it.</p>', {
    notes: [note],
  });
  expect(found).toEqual([{ kind: 'note', text: 'offer him at most ten per cent' }]);
  expect(
    kinds('<blockquote><p>He threatened to sue us, last year</p></blockquote>', { notes: [note] }),
  ).toEqual(['note']);
  const chinese = { notes: ['此客户去年曾威胁起诉我们，最多给他九折。'] };
  expect(of('<p>您好，此客户去年曾威胁起诉我们。</p>', chinese)).toEqual([
    { kind: 'note', text: '此客户去年曾威胁起诉我们' },
  ]);
});

test('a few words in common, an address, and what was said in public are no leak', () => {
  expect(kinds('<p>We offer you ten per cent.</p>', { notes: [note] })).toEqual([]);
  expect(kinds('<p>Please read https://wiki.example/refunds first.</p>', { notes: [note] })).toEqual([]);
  expect(kinds('<p>此客户去年买的</p>', { notes: ['此客户去年曾威胁起诉我们'] })).toEqual([]);
  const said = 'The wheel has lost three spokes on the left side.';
  expect(kinds(`<p>${said}</p>`, { notes: [`Asked the workshop: ${said}`], open: [said] })).toEqual([]);
});

test.each([
  ['<p>@Ben Carter can you look?</p>', '@Ben Carter'],
  ['<p>Hello. @ben: what now?</p>', '@ben'],
  ['<p><span data-mention="202">@Ben Carter</span> look</p>', '@Ben Carter'],
  ['<p>Write to me@ben.example. @Ben, look!</p>', '@Ben'],
  ['<p>请 @王小明 看一下</p>', '@王小明'],
  ['<p>@林薇 看一下</p>', '@林薇'],
])('a colleague who is called is told of: %s', (html, text) => {
  expect(of(html)).toEqual([{ kind: 'mention', text }]);
});

test.each([
  '<p>Ben Carter will call you.</p>',
  '<p>Write to service@ben.example, please.</p>',
  '<p>Follow @bench or @ben.example for news.</p>',
])('a colleague’s name in a sentence or an address is no mention: %s', (html) => {
  expect(kinds(html)).toEqual([]);
});

test('a colleague who has written on the ticket is still no recipient', () => {
  const ben = { name: 'Ben Carter', email: 'ben@lantern.example' };
  expect(kinds('<p>@ben, look</p>', { known: [jonas, ben] })).toEqual(['mention']);
});

test('a customer who has the first name of a colleague may be greeted', () => {
  expect(kinds('<p>@Ben, thank you!</p>', { to: [{ name: 'Ben Hall', email: 'ben@hall.example' }] })).toEqual(
    [],
  );
});

test.each([
  'I have attached the invoice.',
  'Please see the attached invoice.',
  'I am attaching two photos.',
  'You will find it in the attachment.',
  'Attached to this mail is the manual.',
  'Please find enclosed the manual.',
  'Прилагаю счёт.',
  'Я прикрепил инструкцию.',
  'Счёт во вложении.',
  'Смотрите прикреплённый файл.',
  'Faktura je v příloze.',
  'V příloze posílám fakturu.',
  'Přikládám fakturu.',
  'Viz přiložený soubor.',
  '发票请见附件。',
  '附件中是发票。',
  '随函附上发票。',
  '发票已经开好，请查收附件',
])('a promised file is told of when none is attached: %s', (text) => {
  expect(kinds(`<p>${text}</p>`)).toContain('attachment');
  expect(kinds(`<p>${text}</p>`, { files: 1 })).not.toContain('attachment');
  expect(kinds(`<p>Thank you.</p><blockquote><p>${text}</p></blockquote>`)).not.toContain('attachment');
});

test.each([
  'Please attach a photo of the label.',
  'Thank you for the photo that you attached.',
  'The file was not attached to your message.',
  'The bell is attached to the handlebar.',
  'We could not open your attachment.',
  'In the attachment you sent, one page is missing.',
  'Прикрепите, пожалуйста, фото.',
  'Нажмите кнопку в приложении.',
  'В файле, который вы прикрепили, нет номера.',
  'Přiložte prosím fotografii.',
  'Připojuji se k názoru kolegy.',
  'Vaši přílohu nejde otevřít.',
  '请附上标签的照片。',
  '您的附件打不开。',
  '您上传的附件中没有编号。',
])('asking for a file or speaking of theirs promises none: %s', (text) => {
  expect(promisedFile(text)).toBeNull();
});

test('another customer is recognised by full name and by address', () => {
  expect(of('<p>Dear Maria Silva,</p>')).toEqual([{ kind: 'customer', text: 'Maria Silva' }]);
  expect(of('<p>Sent to Maria@Silva.example.</p>')).toEqual([
    { kind: 'address', text: 'Maria@Silva.example' },
  ]);
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

test.each([
  'See #1006.',
  'As in ticket 1006',
  'Номер заявки № 1006',
  'tiket č. 1006',
  '请看工单1006',
  '/agent/tickets/1006',
])('the ticket of another customer is told of: %s', (text) => {
  expect(kinds(`<p>${text}</p>`)).toEqual(['ticket']);
});

test.each([
  'This is #1005.',
  'Your other ticket #1007 is solved.',
  'Order #48213 and #10061 are sent.',
  'In 1006 pieces, &#1006; at 1006 m',
])('their own tickets and other numbers are none of another customer: %s', (text) => {
  expect(kinds(`<p>${text}</p>`)).toEqual([]);
});

const people = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ name: '', email: `p${at}@weber.example` }));

test('eleven recipients are many, ten are not', () => {
  expect(of(facts.html, { cc: people(10) })).toEqual([{ kind: 'recipients', count: 11 }]);
  expect(kinds(facts.html, { cc: people(9) })).toEqual([]);
});

const russian = 'Здравствуйте! Мой заказ до сих пор не пришёл, помогите, пожалуйста.';
const chinese = '您好，我的订单到现在还没有收到，请帮忙查一下。';

test('a reply in another script than the customer’s is told of', () => {
  const english = '<p>Hello, your order has left our house this morning.</p>';
  expect(of(english, { theirs: russian })).toEqual([{ kind: 'script', mine: 'Latn', theirs: 'Cyrl' }]);
  expect(of(english, { theirs: chinese })).toEqual([{ kind: 'script', mine: 'Latn', theirs: 'Hani' }]);
  expect(of(`<p>${chinese}</p>`, { theirs: russian })).toEqual([
    { kind: 'script', mine: 'Hani', theirs: 'Cyrl' },
  ]);
});

test.each([
  [
    '<p>Guten Tag, Ihre Bestellung ist heute morgen abgegangen.</p>',
    'Hello, my order has not come yet, please help.',
  ],
  ['<p>OK, see FAQ.</p>', russian],
  [`<p>${russian} Router TL-WR841N v14, firmware 3.16.9</p>`, russian],
  [
    '<p>Hello, your order has left our house.</p>',
    `${russian} Hello, I write in English as well, if that is easier.`,
  ],
  [`<p>Hello</p><blockquote><p>${russian}</p></blockquote>`, russian],
  ['<p>Hello, your order has left our house this morning.</p>', ''],
])('between Latin languages, in a mixture and in a few words nothing is guessed: %s', (html, theirs) => {
  expect(kinds(html, { theirs })).toEqual([]);
});

test('Japanese is not taken for Chinese', () => {
  expect(scriptOf('ご注文の商品は本日発送いたしました。')).toBe('Jpan');
  expect(scriptOf(chinese)).toBe('Hani');
});
