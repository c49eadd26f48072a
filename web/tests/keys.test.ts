import { expect, test } from 'vitest';
import { keymap, shortcutFor } from '~/actions/keymap';

const press = (key: string, code: string, shiftKey = false) => shortcutFor({ key, code, shiftKey });

test('no key does two things', () => {
  const used = keymap.map((shortcut) => shortcut.keys);
  expect(new Set(used).size).toBe(used.length);
});

test.each([
  ['j', 'KeyJ', false, 'next'],
  ['J', 'KeyJ', true, 'select-next'],
  ['r', 'KeyR', false, 'reply'],
  ['h', 'KeyH', false, 'snooze'],
  // The same key on a Russian and on a Greek keyboard.
  ['к', 'KeyR', false, 'reply'],
  ['ρ', 'KeyR', false, 'reply'],
  // A Latin keyboard with another layout is believed: AZERTY's "a" is no "q".
  ['a', 'KeyQ', false, null],
  ['/', 'Slash', false, 'search'],
  ['/', 'Digit7', true, 'search'],
  ['?', 'Slash', true, 'help'],
  ['.', 'Period', false, 'copy-number'],
  ['>', 'Period', true, 'copy-link'],
  ['ю', 'Period', false, 'copy-number'],
  ['[', 'BracketLeft', false, 'fold-views'],
  ['х', 'BracketLeft', false, 'fold-views'],
  ['Enter', 'Enter', false, null],
])('%s on %s (shift %s) is %s', (key, code, shift, id) => {
  expect(press(key, code, shift)).toBe(id);
});
