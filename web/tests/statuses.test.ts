import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Status } from '~/api/types';
import { moved, statusEdits } from '~/features/people/statusEdits';
import { toneOf, tones } from '~/ui/StatusMark';

const status = (id: string, position: number, more: Partial<Status> = {}): Status => ({
  id,
  department_id: '1',
  slug: id,
  name: id,
  group: 'open',
  colour: 'grey',
  position,
  offered_on_send: false,
  final: false,
  ...more,
});
const seen = [status('a', 0), status('b', 1), status('c', 2)];

describe('edits of statuses', () => {
  test('ask for nothing when nothing changed', () => {
    expect(statusEdits(seen, seen)).toEqual([]);
  });

  test('name what changed, beside what its author saw', () => {
    const rows = seen.map((row) => (row.id === 'b' ? { ...row, name: ' Later ', colour: 'teal' } : row));
    expect(statusEdits(seen, rows)).toEqual([
      ['b', { name: { base: 'b', mine: 'Later' }, colour: { base: 'grey', mine: 'teal' } }],
    ]);
  });

  test('move the two that change places, and no third', () => {
    expect(statusEdits(seen, moved(seen, 'c', -1))).toEqual([
      ['c', { position: { base: 2, mine: 1 } }],
      ['b', { position: { base: 1, mine: 2 } }],
    ]);
    expect(moved(seen, 'a', -1)).toBe(seen);
    expect(moved(seen, 'c', 1)).toBe(seen);
  });

  test('take apart places that tie', () => {
    const tied = seen.map((row) => ({ ...row, position: 0 }));
    const order = moved(tied, 'c', -1);
    const places = new Map(statusEdits(tied, order).map(([id, changes]) => [id, changes.position?.mine]));
    expect(order.map((row) => places.get(row.id) ?? row.position)).toEqual([0, 1, 2]);
  });
});

describe('colours of statuses', () => {
  const css = readFileSync('src/styles/tokens.css', 'utf8');
  const [light = '', dark = ''] = css.split(':root[data-mantine-color-scheme="dark"]');
  const token = (sheet: string, name: string) => new RegExp(`--${name}: (#\\w{6});`).exec(sheet)?.[1] ?? '';

  function luminance(hex: string): number {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }

  function contrast(one: string, other: string): number {
    const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  }

  test.each(tones)('%s stands out from every ground, light and dark', (tone) => {
    for (const sheet of [light, dark])
      for (const ground of ['bg-panel', 'bg-subtle', 'bg-selected'])
        expect(contrast(token(sheet, `tone-${tone}`), token(sheet, ground))).toBeGreaterThan(4.5);
  });

  test('are the status’s own, and its group’s where the status is not known', () => {
    expect(toneOf('open', 'purple')).toBe('purple');
    expect(toneOf('open', '')).toBe('orange');
    expect(toneOf('closed')).toBe('green');
  });
});
