import { plural } from '@lingui/core/macro';
import { expect, test } from 'vitest';
import { activate } from '~/i18n/locales';

/** The very message of the filter "received in the last n days": the variable's name is part of its id. */
const inTheLast = (days: number) => plural(days, { one: 'in the last # day', other: 'in the last # days' });

test.each([
  ['en', 1, 'in the last 1 day'],
  ['en', 3, 'in the last 3 days'],
  ['ru', 1, 'за последний 1 день'],
  ['ru', 3, 'за последние 3 дня'],
  ['ru', 7, 'за последние 7 дней'],
  ['ru', 21, 'за последний 21 день'],
  ['cs', 1, 'za poslední 1 den'],
  ['cs', 3, 'za poslední 3 dny'],
  ['cs', 30, 'za posledních 30 dní'],
  ['zh-CN', 7, '最近 7 天内'],
] as const)('%s says of %i: %s', async (locale, days, words) => {
  await activate(locale);
  expect(inTheLast(days)).toBe(words);
});
