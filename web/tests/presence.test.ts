import { expect, test } from 'vitest';
import { newsOf } from '~/features/presence/announce';
import { HereTeller } from '~/features/presence/here';
import { doing, editors, inHeader, inWindow, others } from '~/features/presence/people';
import { newcomers, preparing } from '~/features/presence/prompts';
import type { Here, Presence, Present } from '~/features/presence/wire';

const start = Date.parse('2026-11-22T10:00:00.000Z');
const at = (minutes: number) => new Date(start + minutes * 60_000).toISOString();

const one = (person: string, part: Partial<Present> = {}): Present => ({
  person,
  state: 'viewing',
  writing: null,
  field: null,
  reply_since: null,
  note_since: null,
  since: at(0),
  left_at: null,
  ...part,
});

const state = (people: Present[], part: Partial<Presence> = {}): Presence => ({
  type: 'presence',
  ticket: '7',
  people,
  lease: null,
  acts: [],
  now: at(30),
  ...part,
});

const left = (person: string, minutes: number) => one(person, { state: 'left', left_at: at(minutes) });

test('what somebody does is the heaviest of what is known', () => {
  expect(doing(one('a'))).toBe('viewing');
  expect(doing(one('a', { reply_since: at(1) }))).toBe('draft');
  expect(doing(one('a', { reply_since: at(1), writing: 'reply' }))).toBe('reply');
  expect(doing(one('a', { writing: 'field', field: 'tags' }))).toBe('field');
  expect(doing(one('a', { state: 'idle', reply_since: at(1) }))).toBe('idle');
  expect(doing(one('a', { state: 'left', writing: 'reply' }))).toBe('left');
});

test('the leased one comes first, then by weight, and who left last before who left first', () => {
  const people = [
    one('me'),
    left('gone', 1),
    left('justgone', 9),
    one('elsewhere', { state: 'elsewhere' }),
    one('viewing'),
    one('field', { writing: 'field', field: 'tags' }),
    one('note', { writing: 'note' }),
    one('reply', { writing: 'reply' }),
    one('leased', { reply_since: at(1) }),
  ];
  const order = others(state(people, { lease: { person: 'leased', since: at(1), taken_from: null } }), 'me');
  expect(order.map((each) => each.person)).toEqual([
    'leased',
    'reply',
    'note',
    'field',
    'viewing',
    'elsewhere',
    'justgone',
    'gone',
  ]);
});

test('the header shows four and counts the rest; who left long ago stands in the window only', () => {
  const now = start + 30 * 60_000;
  const people = [one('a'), one('b'), one('c'), one('d'), left('e', 25), left('f', 5)];
  expect(inHeader(people, now)).toMatchObject({ more: 1 });
  expect(inHeader(people, now).shown.map((each) => each.person)).toEqual(['a', 'b', 'c', 'd']);
  const gone = Array.from({ length: 12 }, (_, index) => left(`g${index}`, 29 - index));
  const shown = inWindow([one('a'), ...gone]);
  expect(shown.here).toHaveLength(1);
  expect(shown.left).toHaveLength(10);
  expect(shown.more).toBe(2);
});

test('editors are told by field, without those who left', () => {
  const people = [
    one('a', { writing: 'field', field: 'tags' }),
    one('b', { writing: 'field', field: 'tags' }),
    one('c', { writing: 'field', field: 'owner', state: 'left' }),
    one('d', { writing: 'reply', field: 'priority' }),
  ];
  expect(editors(people)).toEqual({ tags: ['a', 'b'] });
});

test('the question before a reply names who has one open, and unsent ones of eight hours', () => {
  const now = start + 10 * 3_600_000;
  const draft = (id: string, hours: number, kind: 'reply' | 'note' = 'reply') =>
    ({ author: { id, name: id }, kind, updated_at: at(hours * 60) }) as never;
  const people = [one('open', { reply_since: at(1) }), one('viewing')];
  const drafts = [
    draft('open', 9),
    draft('rests', 3),
    draft('old', 1),
    draft('noted', 9, 'note'),
    draft('me', 9),
  ];
  expect(preparing(people, drafts, 'me', now)).toEqual([
    { person: 'open', name: null, since: at(1), open: true },
    { person: 'rests', name: 'rests', since: at(180), open: false },
  ]);
});

test('the first hears of each newcomer once, and nothing of who was there before', () => {
  const people = [
    one('me', { reply_since: at(2) }),
    one('earlier', { reply_since: at(1) }),
    one('later', { reply_since: at(3) }),
    one('latest', { reply_since: at(4) }),
    one('left', { reply_since: at(5), state: 'left' }),
  ];
  const who = (answered: string[]) => newcomers(people, 'me', new Set(answered)).map((each) => each.person);
  expect(who([])).toEqual(['later', 'latest']);
  expect(who([`later/${at(3)}`])).toEqual(['latest']);
  expect(newcomers(people.slice(1), 'me', new Set())).toEqual([]);
  // Who closes the editor and begins anew asks anew.
  expect(
    newcomers(
      [people[0] as Present, one('later', { reply_since: at(9) })],
      'me',
      new Set([`later/${at(3)}`]),
    ),
  ).toHaveLength(1);
});

test('each beginning is said once, a lease at once, and nothing of oneself', () => {
  const quiet = state([one('me'), one('a')]);
  const typing = state([one('me', { writing: 'reply' }), one('a', { writing: 'reply' })]);
  expect(newsOf(quiet, typing, 'me').typing.map((each) => each.person)).toEqual(['a']);
  expect(newsOf(typing, typing, 'me').typing).toEqual([]);
  const lease = { person: 'a', since: at(1), taken_from: null };
  expect(newsOf(quiet, { ...typing, lease }, 'me')).toEqual({ typing: [], leased: 'a' });
  expect(newsOf({ ...typing, lease }, { ...typing, lease }, 'me').leased).toBeNull();
  expect(newsOf(quiet, { ...typing, lease: { ...lease, person: 'me' } }, 'me').leased).toBeNull();
});

/** A teller with its own clock; what it said, with the second at which it said it. */
function telling() {
  const said: (Here & { second: number })[] = [];
  let second = 0;
  const teller = new HereTeller((here) => said.push({ ...here, second }), 0);
  const pass = (until: number) => {
    while (second < until) {
      second += 1;
      teller.look(second * 1_000);
    }
  };
  return { said, teller, pass, now: () => second * 1_000 };
}

test('it is said at once, then every ten seconds', () => {
  const { said, teller, pass } = telling();
  teller.look(0);
  pass(25);
  expect(said.map((here) => here.second)).toEqual([0, 10, 20]);
  expect(said[0]).toMatchObject({
    looking: 'viewing',
    writing: null,
    field: null,
    reply: false,
    note: false,
  });
});

test('writing ends six seconds after the last key, and is said at most every two seconds', () => {
  const { said, teller, pass, now } = telling();
  teller.open({ reply: true, note: false }, 0);
  for (let second = 1; second <= 9; second += 1) {
    pass(second);
    teller.typed('reply', now());
  }
  pass(30);
  const written = said.filter((here) => here.writing === 'reply').map((here) => here.second);
  expect(written[0]).toBe(1);
  for (const [index, second] of written.entries()) {
    if (index > 0) expect(second - (written[index - 1] ?? 0)).toBeGreaterThanOrEqual(2);
  }
  expect(said.find((here) => here.second > 9 && here.writing === null)?.second).toBe(15);
});

test('idle after a minute without input, elsewhere after five seconds out of sight, and back at once', () => {
  const { said, teller, pass, now } = telling();
  pass(61);
  expect(said.at(-1)).toMatchObject({ looking: 'idle', second: 60 });
  teller.touch(now());
  expect(said.at(-1)).toMatchObject({ looking: 'viewing', second: 61 });
  teller.hidden(true, now());
  pass(66);
  expect(said.at(-1)).toMatchObject({ looking: 'viewing' });
  pass(67);
  expect(said.at(-1)).toMatchObject({ looking: 'elsewhere', second: 67 });
  teller.hidden(false, now());
  expect(said.at(-1)).toMatchObject({ looking: 'viewing', second: 67 });
});

test('a field is told while it is changed, for thirty seconds without a change', () => {
  const { said, teller, pass, now } = telling();
  pass(1);
  teller.inField('priority', now());
  expect(said.at(-1)).toMatchObject({ writing: 'field', field: 'priority', second: 1 });
  pass(40);
  expect(said.find((here) => here.second > 1 && here.writing === null)?.second).toBe(31);
  teller.inField('tags', now());
  pass(43);
  teller.inField(null, now());
  pass(45);
  expect(said.at(-1)).toMatchObject({ writing: null, field: null });
});

test('a closed editor is not written in, and a new link hears everything again', () => {
  const { said, teller, pass, now } = telling();
  teller.open({ reply: true, note: false }, 0);
  pass(3);
  teller.typed('reply', now());
  teller.open({ reply: false, note: false }, now());
  expect(said.at(-1)).toMatchObject({ writing: null, reply: false });
  const before = said.length;
  teller.repeat(now());
  expect(said).toHaveLength(before + 1);
});
