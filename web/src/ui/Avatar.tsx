import classes from './Avatar.module.css';

const tints = 8;
const han = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u;

/** One or two letters; a single character for scripts without spaces between names. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0] ?? '?';
  if (han.test(first)) return [...first][0] ?? '?';
  // "Chen Mei 陈美" gives CM: the second spelling of a name is not a second name.
  const alike = words.filter((word) => !han.test(word));
  const last = alike.length > 1 ? alike.at(-1) : undefined;
  return ([...first][0] ?? '?').concat(last ? ([...last][0] ?? '') : '').toLocaleUpperCase();
}

function tint(seed: string): number {
  let hash = 0;
  for (const character of seed) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return hash % tints;
}

/** The letters are drawn by CSS, so that the name of a button around them stays the button's own. */
export function Avatar({
  name,
  size = 28,
  kind = 'person',
}: {
  name: string;
  size?: number;
  kind?: 'person' | 'agent';
}) {
  return (
    <span
      aria-hidden="true"
      className={classes.avatar}
      data-initials={initials(name)}
      data-tint={tint(name)}
      data-kind={kind}
      style={{ width: size, height: size, fontSize: Math.round(size * 0.4) }}
    />
  );
}
