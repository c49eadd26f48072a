import { beforeEach, describe, expect, test } from 'vitest';
import { closeness, fitting, pinyinInitials, read } from '~/features/palette/matching';
import { noteRecent, recentIds } from '~/features/palette/recent';

const labels = (typed: string, ...items: string[]) =>
  fitting(
    typed,
    items.map((label) => ({ label })),
  ).map((item) => item.label);

describe('matching', () => {
  test.each([
    ['ass', 'Assign to me'],
    ['me as', 'Assign to me'],
    ['atm', 'Assign to me'],
    ['sgn', 'Assign to me', false],
    ['asgn', 'Assign to me'],
    ['ПРИОРИТЕТ', 'Изменить приоритет'],
    ['resitel', 'Změnit řešitele'],
    ['分配', '分配给我'],
    ['fpgw', '分配给我'],
    ['gw', '分配给我'],
    ['zt', '设置状态'],
    ['xyz', '分配给我', false],
    ['trash', 'Assign to me', false],
  ])('%s and %s', (typed, label, finds = true) => {
    expect(closeness(typed, { label }) > 0).toBe(finds);
  });

  test('other words are found after names', () => {
    const close = { label: 'Set solved', words: 'close done' };
    expect(fitting('close', [close, { label: 'Closed' }]).map((one) => one.label)).toEqual([
      'Closed',
      'Set solved',
    ]);
  });

  test('nothing typed finds everything, as it stands', () => {
    expect(labels('', 'b', 'a')).toEqual(['b', 'a']);
    expect(labels('  ', 'b', 'a')).toEqual(['b', 'a']);
  });

  test('a name that begins with it comes first', () => {
    expect(labels('mail', 'Caught mail', 'Mailboxes')).toEqual(['Mailboxes', 'Caught mail']);
  });

  test('signs of regular expressions are nothing but signs', () => {
    expect(labels('.*', 'Assign', 'a.*b')).toEqual(['a.*b']);
  });
});

test.each([
  ['分配给我', 'fpgw'],
  ['快捷键', 'kjj'],
  ['我的设置', 'wdsz'],
  ['API 令牌', 'apilp'],
  ['宏', 'h'],
  ['已解决', 'yjj'],
  ['暂缓', 'zh'],
])('%s is %s', (text, initials) => {
  expect(pinyinInitials(text)).toBe(initials);
});

test.each([
  ['>ass', 'actions', 'ass'],
  ['# 1042', 'tickets', '1042'],
  ['＃1042', 'tickets', '1042'],
  ['@ana', 'people', 'ana'],
  ['？', 'help', ''],
  ['bell', 'all', 'bell'],
  ['', 'all', ''],
])('%s looks for %s', (typed, mode, text) => {
  expect(read(typed)).toEqual({ mode, text });
});

describe('what was used last', () => {
  beforeEach(() => localStorage.clear());
  test('the last one first, each once, five at most, for each person apart', () => {
    for (const id of ['a', 'b', 'c', 'd', 'e', 'f', 'b']) noteRecent('1', id);
    expect(recentIds('1')).toEqual(['b', 'f', 'e', 'd', 'c']);
    expect(recentIds('2')).toEqual([]);
  });
  test('what others wrote there is left alone', () => {
    localStorage.setItem('tandem.palette.1', '{"a":1}');
    expect(recentIds('1')).toEqual([]);
    localStorage.setItem('tandem.palette.1', 'x');
    expect(recentIds('1')).toEqual([]);
  });
});
