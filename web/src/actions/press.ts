import type { Keys, ShortcutId } from './keymap';

/** What of a key press decides. */
export interface Press {
  key: string;
  code: string;
  shiftKey: boolean;
  ctrlKey?: boolean;
  metaKey?: boolean;
  altKey?: boolean;
  getModifierState?: (name: string) => boolean;
}

export const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

const signs: Record<string, [string, string]> = {
  Slash: ['/', '?'],
  Period: ['.', 'Shift+.'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
};

/** Shift is spelled out only where it is not already in the character ("?" needs none). */
function spelling(press: Press, key: string): string {
  if (key === ' ') return press.shiftKey ? 'Shift+Space' : 'Space';
  if (/^\p{L}$/u.test(key)) return (press.shiftKey ? 'Shift+' : '') + key.toUpperCase();
  if (press.code === 'Period') return press.shiftKey ? 'Shift+.' : '.';
  return key.length > 1 && press.shiftKey ? `Shift+${key}` : key;
}

/** By the place of the key, for keyboards whose letters are not Latin; a Latin keyboard is believed. */
function byPlace(press: Press): string | null {
  if (/^[\x20-\x7e]$/.test(press.key) || (press.key.length > 1 && press.key !== 'Process')) return null;
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  if (letter) return spelling(press, letter);
  return signs[press.code]?.[press.shiftKey ? 1 : 0] ?? null;
}

/** The ways in which this press may be written in the keymap, the likelier one first; none for what is no shortcut. */
export function spellings(press: Press): string[] {
  if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'Dead', 'Unidentified'].includes(press.key)) return [];
  // Signs that need the third level (a bracket on a German keyboard) come with Ctrl and Alt on Windows.
  const third = press.getModifierState?.('AltGraph') ?? false;
  if (press.altKey && !third) return [];
  const found = [spelling(press, press.key), byPlace(press)].filter((one) => one !== null);
  if (third || (!press.ctrlKey && !press.metaKey)) return found;
  // Enter sends with either; on Apple's keyboards Ctrl moves the caret in a text, so that it is theirs alone.
  const enter = press.key === 'Enter';
  const mod = enter || (isApple ? press.metaKey && !press.ctrlKey : press.ctrlKey && !press.metaKey);
  return mod ? found.map((one) => `Mod+${one}`) : [];
}

/** What a press means after `before` ("G" when that was pressed last): a shortcut, or the beginning of a pair. */
export function meaning(press: Press, keys: Keys, before: string): ShortcutId | 'pair' | null {
  for (const spelled of spellings(press)) {
    const wanted = before ? `${before} ${spelled}` : spelled;
    for (const [id, one] of Object.entries(keys)) if (one === wanted) return id as ShortcutId;
    if (!before && Object.values(keys).some((one) => one.startsWith(`${spelled} `))) return 'pair';
  }
  return null;
}

const names: Record<string, string> = isApple ? { Mod: '⌘', Shift: '⇧' } : { Mod: 'Ctrl' };

/** As it stands on the keys: "Ctrl K", "⌘ K", "G I". */
export const shown = (keys: string): string =>
  keys
    .split(/[+ ](?=.)/)
    .map((part) => names[part] ?? part)
    .join(' ');
