/** What can be found in the palette: by its name, by other words for it, by initials. */
export interface Findable {
  label: string;
  /** Other words for the same, in the language of the interface. */
  words?: string | undefined;
}

export const folded = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();

const wordsOf = (text: string): string[] => text.split(/[^\p{L}\p{N}]+/u).filter(Boolean);

/** The first character of each letter in the order of pinyin: none of our own table, the browser's collation knows it. */
const firsts = [...'阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥仨他穵夕丫帀'];
const letters = [...'abcdefghjklmnopqrstwxyz'];
const pinyin = new Intl.Collator('zh-Hans-CN-u-co-pinyin');

/** "分配给我" is found by "fpgw". Latin letters and digits stay; a character with several readings has its usual one. */
export function pinyinInitials(text: string): string {
  let initials = '';
  for (const sign of folded(text)) {
    if (/[a-z0-9]/.test(sign)) initials += sign;
    else if (/\p{Script=Han}/u.test(sign)) {
      const after = firsts.findLastIndex((first) => pinyin.compare(first, sign) <= 0);
      initials += letters[after] ?? '';
    }
  }
  return initials;
}

function subsequence(needle: string, text: string): boolean {
  let at = 0;
  for (const sign of text) if (sign === needle[at]) at += 1;
  return at === needle.length;
}

/** How well this fits what was typed; 0 means not at all. */
export function closeness(typed: string, { label, words = '' }: Findable): number {
  const needle = folded(typed).trim();
  if (!needle) return 1;
  const name = folded(label);
  if (name.startsWith(needle)) return 100;
  const parts = wordsOf(needle);
  const own = wordsOf(name);
  if (parts.length > 0 && parts.every((part) => own.some((word) => word.startsWith(part)))) return 80;
  if (name.includes(needle)) return 70;
  const joined = needle.replace(/\s+/g, '');
  if (
    joined.length > 1 &&
    own
      .map((word) => word[0])
      .join('')
      .startsWith(joined)
  )
    return 60;
  if (/\p{Script=Han}/u.test(name) && /^[a-z0-9]+$/.test(joined)) {
    const initials = pinyinInitials(name);
    if (initials.startsWith(joined)) return 60;
    if (initials.includes(joined)) return 45;
  }
  const others = wordsOf(folded(words));
  if (parts.length > 0 && parts.every((part) => [...others, ...own].some((word) => word.startsWith(part))))
    return 40;
  if (folded(words).includes(needle)) return 30;
  return joined.length > 2 && own[0]?.[0] === joined[0] && subsequence(joined, name.replace(/\s+/g, ''))
    ? 10
    : 0;
}

/** Those that fit, the better ones first; otherwise as they stood. */
export function fitting<T extends Findable>(
  typed: string,
  items: readonly T[],
  best = Number.POSITIVE_INFINITY,
): T[] {
  return items
    .map((item) => ({ item, score: closeness(typed, item) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, best)
    .map(({ item }) => item);
}

export type Mode = 'all' | 'actions' | 'tickets' | 'people' | 'help';
const signs: Record<string, Mode> = {
  '>': 'actions',
  '＞': 'actions',
  '#': 'tickets',
  '＃': 'tickets',
  '@': 'people',
  '＠': 'people',
  '?': 'help',
  '？': 'help',
};

/** The first sign narrows what is looked for. A Chinese keyboard types its wide forms. */
export function read(typed: string): { mode: Mode; text: string } {
  const mode = signs[typed[0] ?? ''];
  return mode ? { mode, text: typed.slice(1).trim() } : { mode: 'all', text: typed.trim() };
}
