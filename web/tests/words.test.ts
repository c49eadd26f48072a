import { readFileSync } from 'node:fs';
import { parsePoFile } from '@lingui/format-po';
import { describe, expect, test } from 'vitest';
import { type Locale, locales, pickLocale } from '~/i18n/locales';

function items(locale: string) {
  return parsePoFile(readFileSync(`src/locales/${locale}.po`, 'utf8')).items.filter((item) => !item.obsolete);
}

const placeholders = (text: string) =>
  [...text.matchAll(/\{(\w+)[,}]/g)].map(([, name]) => name).sort((a = '', b = '') => a.localeCompare(b));

/** The categories that the language itself distinguishes, by Unicode's rules. */
const categories = (locale: string) => new Intl.PluralRules(locale).resolvedOptions().pluralCategories;

const source = new Map(items('en').map((item) => [`${item.msgctxt ?? ''}|${item.msgid}`, item]));
const translated = locales.map((one) => one.code).filter((code) => code !== 'en');

describe.each(translated)('the catalogue of %s', (locale) => {
  const all = items(locale);

  test('has every message of the source, and no other', () => {
    expect(all.map((item) => `${item.msgctxt ?? ''}|${item.msgid}`).sort()).toEqual(
      [...source.keys()].sort(),
    );
  });

  test('leaves no message without a translation', () => {
    expect(all.filter((item) => (item.msgstr[0] ?? '').trim() === '').map((item) => item.msgid)).toEqual([]);
  });

  test('keeps every placeholder and every tag', () => {
    const tags = (text: string) => [...text.matchAll(/<\/?\d+\/?>/g)].map(([tag]) => tag).sort();
    for (const { msgid, msgstr } of all) {
      const words = msgstr[0] ?? '';
      expect([...new Set(placeholders(words))], msgid).toEqual([...new Set(placeholders(msgid))]);
      expect(tags(words), msgid).toEqual(tags(msgid));
    }
  });

  test('has all plural forms of its language', () => {
    for (const { msgid, msgstr } of all.filter((item) => item.msgid.includes(', plural,'))) {
      for (const category of categories(locale)) expect(msgstr[0], msgid).toContain(` ${category} {`);
    }
  });
});

test.each<[string[], Locale]>([
  [['zh-Hans-CN'], 'zh-CN'],
  [['ZH-cn'], 'zh-CN'],
  [['de-DE', 'cs'], 'cs'],
  [['ru-UA'], 'ru'],
  [['fr'], 'en'],
  [[], 'en'],
])('%j is served in %s', (wishes, locale) => {
  expect(pickLocale(wishes)).toBe(locale);
});
