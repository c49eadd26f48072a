import { renderHook } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { holderOf, refusalOf } from '~/actions/choosing';
import { isChord, keymap, keysOf, type Own, type ShortcutId } from '~/actions/keymap';
import { nextPane, panes } from '~/actions/panes';
import { meaning, shown } from '~/actions/press';
import { useResting, useShortcut } from '~/actions/useShortcut';

const usual: Own = { single_keys: true, keys: {} };
const press = (key: string, code: string, shiftKey = false, more = {}, own = usual, before = '') =>
  meaning({ key, code, shiftKey, ...more }, keysOf(own), before);

test('no key does two things, and none begins another', () => {
  const used: string[] = keymap.map((shortcut) => shortcut.keys);
  expect(new Set(used).size).toBe(used.length);
  expect(used.filter((one) => used.some((other) => other.startsWith(`${one} `)))).toEqual([]);
});

test('each key of the table may be chosen for its shortcut', () => {
  expect(keymap.filter((one) => refusalOf(one.id, one.keys)).map((one) => one.id)).toEqual([]);
});

test('what works while one writes is pressed with Ctrl or is a key of its own', () => {
  expect(keymap.filter((one) => isChord(one.keys) && !('writing' in one))).toEqual([]);
  expect(keymap.filter((one) => 'writing' in one && !isChord(one.keys))).toEqual([]);
});

test.each([
  ['j', 'KeyJ', false, 'next'],
  ['J', 'KeyJ', true, 'select-next'],
  ['r', 'KeyR', false, 'reply'],
  ['h', 'KeyH', false, 'snooze'],
  // The same key on a Russian and on a Greek keyboard, and while a Chinese input method reads it.
  ['к', 'KeyR', false, 'reply'],
  ['ρ', 'KeyR', false, 'reply'],
  ['Process', 'KeyR', false, 'reply'],
  // A Latin keyboard with another layout is believed: AZERTY's "a" is no "q".
  ['a', 'KeyQ', false, 'assign'],
  ['q', 'KeyA', false, null],
  ['/', 'Slash', false, 'search'],
  ['/', 'Digit7', true, 'search'],
  ['?', 'Slash', true, 'help'],
  ['.', 'Period', false, 'copy-number'],
  ['>', 'Period', true, 'copy-link'],
  ['ю', 'Period', false, 'copy-number'],
  ['[', 'BracketLeft', false, 'fold-views'],
  ['х', 'BracketLeft', false, 'fold-views'],
  ['Enter', 'Enter', false, null],
  ['g', 'KeyG', false, 'pair'],
  ['п', 'KeyG', false, 'pair'],
  ['F6', 'F6', false, 'panes'],
  [' ', 'Space', false, 'peek'],
  [' ', 'Space', true, null],
  ['F6', 'F6', true, null],
])('%s on %s (shift %s) is %s', (key, code, shift, id) => {
  expect(press(key, code, shift)).toBe(id);
});

describe('with other keys', () => {
  const ctrl = { ctrlKey: true };
  test.each([
    ['k', 'KeyK', false, ctrl, 'palette'],
    // A Russian keyboard types another letter there.
    ['л', 'KeyK', false, ctrl, 'palette'],
    ['Enter', 'Enter', false, ctrl, 'send'],
    ['Enter', 'Enter', false, { metaKey: true }, 'send'],
    ['Enter', 'Enter', true, ctrl, 'send-solve'],
    ['j', 'KeyJ', false, ctrl, null],
    ['j', 'KeyJ', false, { altKey: true }, null],
    // A bracket of a German keyboard: the third level says Ctrl and Alt on Windows.
    ['[', 'Digit8', false, { ctrlKey: true, altKey: true, getModifierState: () => true }, 'fold-views'],
    ['[', 'Digit8', false, { ctrlKey: true, altKey: true }, null],
  ])('%s on %s (shift %s, %o) is %s', (key, code, shift, more, id) => {
    expect(press(key, code, shift, more)).toBe(id);
  });
});

test('the second key of a pair', () => {
  expect(press('i', 'KeyI', false, {}, usual, 'G')).toBe('go-inbox');
  expect(press('ш', 'KeyI', false, {}, usual, 'G')).toBe('go-inbox');
  expect(press('x', 'KeyX', false, {}, usual, 'G')).toBe(null);
});

describe("one's own keys", () => {
  const own = (keys: Partial<Record<ShortcutId, string>>, single_keys = true): Own => ({ single_keys, keys });
  test('a shortcut listens to its new key, and no longer to the old one', () => {
    expect(press('q', 'KeyQ', false, {}, own({ reply: 'Q' }))).toBe('reply');
    expect(press('r', 'KeyR', false, {}, own({ reply: 'Q' }))).toBe(null);
  });
  test('a released one has none', () => {
    expect(press('k', 'KeyK', false, { ctrlKey: true }, own({ palette: '' }))).toBe(null);
  });
  test('a key that came with a later version gives way', () => {
    expect(keysOf(own({ macro: 'R' })).reply).toBe('');
    expect(press('r', 'KeyR', false, {}, own({ macro: 'R' }))).toBe('macro');
  });
  test('without single keys only chords are left', () => {
    const off = own({}, false);
    expect(press('r', 'KeyR', false, {}, off)).toBe(null);
    expect(press('g', 'KeyG', false, {}, off)).toBe(null);
    expect(press('k', 'KeyK', false, { ctrlKey: true }, off)).toBe('palette');
    expect(keysOf(off, false).reply).toBe('R');
  });
});

describe('choosing', () => {
  test.each(['Mod+A', 'Mod+T', 'Tab', 'F5', 'Alt+q', 'G', 'Enter', 'Ж', ' '])(
    '%s belongs to others',
    (keys) => {
      expect(refusalOf('reply', keys)).not.toBeNull();
    },
  );
  test.each(['Q', 'Shift+Q', 'G Q', '7', ';', 'Mod+.', 'F2', ''])('%s is free to choose', (keys) => {
    expect(refusalOf('reply', keys)).toBeNull();
  });
  test('a letter is refused where one writes', () => {
    expect(refusalOf('send', 'Q')).not.toBeNull();
  });
  test('who has a key now', () => {
    expect(holderOf('reply', 'N', keysOf(usual))).toBe('note');
    expect(holderOf('reply', 'R', keysOf(usual))).toBeNull();
    expect(holderOf('reply', '', keysOf({ single_keys: true, keys: { note: '' } }))).toBeNull();
  });
});

test.each([
  ['Mod+Shift+Enter', 'Ctrl Shift Enter'],
  ['G I', 'G I'],
  ['Shift+.', 'Shift .'],
  ['+', '+'],
  ['/', '/'],
])('%s is shown as %s', (keys, text) => {
  expect(shown(keys)).toBe(text);
});

describe('panes', () => {
  afterEach(() => document.body.replaceChildren());
  test('one after the other, inner ones after outer ones, and out after the last', () => {
    document.body.innerHTML = `
      <nav data-pane="" id="rail"><a href="#1">1</a></nav>
      <section data-pane="" id="ticket"><button>2</button><div data-pane="" id="composer"><input /></div></section>`;
    const all = panes();
    const [rail, ticket, composer] = all;
    expect(nextPane(all, document.body)).toBe(rail);
    expect(nextPane(all, document.querySelector('a'))).toBe(ticket);
    expect(nextPane(all, document.querySelector('button'))).toBe(composer);
    expect(nextPane(all, document.querySelector('input'))).toBeNull();
  });
});

describe('the space bar', () => {
  const stop: (() => void)[] = [];
  afterEach(() => {
    for (const one of stop.splice(0)) one();
    document.body.innerHTML = '';
  });

  test.each([
    ['<a href="#x">x</a>', 1],
    ['<button>x</button>', 0],
    ['<input type="checkbox">', 0],
    ['<input type="text">', 0],
    ['<div tabindex="0" role="log">x</div>', 0],
  ])('on %s is heard %i times', (html, times) => {
    const heard = vi.fn();
    const { unmount } = renderHook(() => useShortcut('peek', heard));
    stop.push(unmount);
    document.body.insertAdjacentHTML('beforeend', html);
    const target = document.body.lastElementChild as HTMLElement;
    const event = new KeyboardEvent('keydown', { key: ' ', code: 'Space', bubbles: true, cancelable: true });
    target.dispatchEvent(event);
    expect(heard).toHaveBeenCalledTimes(times);
    expect(event.defaultPrevented).toBe(times > 0);
  });

  test('rests where another thing lies on top', () => {
    const heard = vi.fn();
    const ids = new Set(['resolve'] as const);
    const { unmount } = renderHook(() => useShortcut('resolve', heard));
    const over = renderHook(() => useResting(ids));
    const press = () =>
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'e', code: 'KeyE', bubbles: true }));
    press();
    over.unmount();
    press();
    unmount();
    expect(heard).toHaveBeenCalledTimes(1);
  });
});
