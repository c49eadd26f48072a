import { i18n } from '@lingui/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { duration } from './duration';

describe('duration', () => {
  beforeEach(() => i18n.loadAndActivate({ locale: 'en', messages: {} }));

  it.each([
    [0, '0 sec'],
    [40_400, '40 sec'],
    [89_000, '89 sec'],
    [180_000, '3 min'],
    [89 * 60_000, '89 min'],
    [9_000_000, '2.5 hr'],
  ])('%i ms is %s', (ms, words) => {
    expect(duration(ms)).toBe(words);
  });

  it('speaks Chinese', () => {
    i18n.loadAndActivate({ locale: 'zh', messages: {} });
    expect(duration(180_000)).toBe('3分钟');
  });
});
