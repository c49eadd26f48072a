/** Names of scripts as ISO 15924 has them: the browser knows the word for each in every language. */
export type Script = 'Latn' | 'Cyrl' | 'Hani' | 'Jpan' | 'Kore' | 'Arab' | 'Hebr' | 'Grek' | 'Thai' | 'Deva';

const patterns: [Script, RegExp][] = [
  ['Latn', /\p{Script=Latin}/gu],
  ['Cyrl', /\p{Script=Cyrillic}/gu],
  ['Hani', /\p{Script=Han}/gu],
  ['Jpan', /\p{Script=Hiragana}|\p{Script=Katakana}/gu],
  ['Kore', /\p{Script=Hangul}/gu],
  ['Arab', /\p{Script=Arabic}/gu],
  ['Hebr', /\p{Script=Hebrew}/gu],
  ['Grek', /\p{Script=Greek}/gu],
  ['Thai', /\p{Script=Thai}/gu],
  ['Deva', /\p{Script=Devanagari}/gu],
];

/** A character of these stands for about a syllable or a word. */
const dense = new Set<Script>(['Hani', 'Jpan', 'Kore']);

/** The share of a text from which on it is said to be in one script; below, names and product codes may be the rest. */
const clearly = 0.8;

/** The script that nearly all of a text is in; null where there is too little of it, or a mixture. */
export function scriptOf(text: string): Script | null {
  const counted = text.replace(/\S+@\S+|https?:\S+/g, '');
  const counts = new Map(patterns.map(([script, pattern]) => [script, counted.match(pattern)?.length ?? 0]));
  const kana = counts.get('Jpan') ?? 0;
  const han = counts.get('Hani') ?? 0;
  // Japanese is written with both.
  if (kana > han / 10) {
    counts.set('Jpan', kana + han);
    counts.set('Hani', 0);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  for (const [script, count] of counts)
    if (count >= (dense.has(script) ? 8 : 20) && count > total * clearly) return script;
  return null;
}
