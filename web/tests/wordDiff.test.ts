import { expect, test } from 'vitest';
import { compared, linesOf } from '~/features/composer/wordDiff';

const marked = (here: string, there: string) =>
  compared(here, there).map((side) =>
    side.map(({ text, differs }) => (differs ? `[${text}]` : text)).join(''),
  );

test('words that only one text has are marked on its side', () => {
  expect(marked('Hold the button for ten seconds.', 'Hold the red button for five seconds.')).toEqual([
    'Hold the button for [ten ]seconds.',
    'Hold the [red ]button for [five ]seconds.',
  ]);
});

test('equal texts differ in nothing, and space is no word', () => {
  expect(marked('One two', 'One two')).toEqual(['One two', 'One two']);
  expect(marked('One', 'One and two')).toEqual(['One', 'One [and two]']);
  expect(marked('', 'All of it')).toEqual(['', '[All of it]']);
});

test('a script without spaces is compared by characters', () => {
  expect(marked('请按住按钮十秒', '请按住红色按钮五秒')).toEqual([
    '请按住按钮[十]秒',
    '请按住[红色]按钮[五]秒',
  ]);
});

test('joined together, the pieces are the texts, however long they are', () => {
  const here = Array.from({ length: 3_000 }, (_, at) => `word${at} `).join('');
  const there = here.replaceAll('7', 'seven');
  const [a, b] = compared(here, there);
  expect([a.map((one) => one.text).join(''), b.map((one) => one.text).join('')]).toEqual([here, there]);
});

test('a paragraph is a line', () => {
  expect(linesOf('<p>One</p><p>Two<br>three</p>')).toBe('One\nTwo\nthree');
});
