interface Token {
  /** Empty for an address of the web or of mail, which may stand in a note and in a reply alike. */
  word: string;
  from: number;
  to: number;
}

/** So many words in a row make a beginning; a Chinese character counts as a word. */
const row = 5;
/** So many letters make a quotation: below, two people may have found the same words. */
const least = 30;

const pieces = /https?:\S+|[^\s@]+@\S+|\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+/gu;

function tokens(text: string): Token[] {
  return [...text.matchAll(pieces)].map((found) => ({
    word: /[@:]/.test(found[0]) ? '' : found[0].toLocaleLowerCase(),
    from: found.index,
    to: found.index + found[0].length,
  }));
}

const weight = ({ word }: Token): number => (/^\p{Script=Han}$/u.test(word) ? 2.5 : word.length + 1);

/** The row of words that begins at a place; null where an address is among them or the text ends. */
function rowAt(all: readonly Token[], at: number): string | null {
  const words = all.slice(at, at + row).map(({ word }) => word);
  return words.length === row && !words.includes('') ? words.join(' ') : null;
}

function rows(texts: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const text of texts) {
    const all = tokens(text);
    for (let at = 0; at < all.length; at += 1) found.add(rowAt(all, at) ?? '');
  }
  found.delete('');
  return found;
}

/**
 * The first passage of a text that is taken over from the secret ones and is not public anyway, as it stands in the text; null
 * where there is none. Takes time in proportion to the length of the texts.
 */
export function quoted(text: string, secret: readonly string[], open: readonly string[]): string | null {
  const known = rows(open);
  const wanted = rows(secret);
  const all = tokens(text);
  const hit = (at: number): boolean => {
    const here = rowAt(all, at);
    return here !== null && wanted.has(here) && !known.has(here);
  };
  for (let first = 0; first < all.length; first += 1) {
    if (!hit(first)) continue;
    let last = first;
    while (hit(last + 1)) last += 1;
    const run = all.slice(first, last + row);
    const [from, to] = [run[0]?.from ?? 0, run.at(-1)?.to ?? 0];
    if (run.reduce((sum, one) => sum + weight(one), 0) >= least) return text.slice(from, to);
    first = last;
  }
  return null;
}
