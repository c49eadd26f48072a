import { expect, test } from 'vitest';
import { parseAddress, stringifyAddress } from '~/address';
import { parseSearch } from '~/features/list/filters';

// The first of these ids survives as a number, the second loses digits.
test.each([
  '191421221047091200',
  '191421221047091201',
  '2024',
  '1e3',
  'true',
  'false',
  '"x"',
  '07',
  'a b&c=d+é#',
])('the text %s comes back from the address as it was', (text) => {
  expect(parseAddress(stringifyAddress({ q: text }))).toEqual({ q: text });
});

test('a list of a view by id, searched for a year, is the same after a reload', () => {
  const search = { view: '191421221047091200', q: '2024', tag: 'true', days: 30 };
  expect(parseSearch(parseAddress(stringifyAddress(search)))).toEqual(search);
});
