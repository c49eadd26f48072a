import { plainText } from '~/ui/html';

/** Words that stand in one text and not in the other, in the manner of a longest common subsequence. */
export interface Piece {
  text: string;
  differs: boolean;
}

/** The words of a text in HTML, a line a paragraph. */
export const linesOf = (html: string): string =>
  plainText(html.replace(/<\/(p|div|li|h[1-6]|blockquote|pre)>|<br\s*\/?>/gi, '$&\n'));

/** More words than these a side are not told apart one by one: the table of comparisons has that many squared. */
const most = 2_000;

/** Words with the space after them; of scripts without spaces, one character is a word. */
const pieces = (text: string): string[] =>
  text.match(
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+\s*|\s+/gu,
  ) ?? [];

/** Both texts in pieces, each marked where the other does not have it. Joined together they are the texts again. */
export function compared(here: string, there: string): [Piece[], Piece[]] {
  const [a, b] = [pieces(here), pieces(there)];
  let start = 0;
  while (start < a.length && start < b.length && same(a[start], b[start])) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && same(a.at(-1 - end), b.at(-1 - end))) end += 1;
  const [kept, other] = common(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const marked = (words: string[], inner: Set<number>) =>
    joined(
      words.map((text, at) => ({
        text,
        differs: at >= start && at < words.length - end && !inner.has(at - start),
      })),
    );
  return [marked(a, kept), marked(b, other)];
}

/** Space after a word is no difference. */
const same = (one: string | undefined, other: string | undefined) => one?.trimEnd() === other?.trimEnd();

/** Places of the words of a longest common subsequence, in each of the two. */
function common(a: string[], b: string[]): [Set<number>, Set<number>] {
  const found: [Set<number>, Set<number>] = [new Set(), new Set()];
  if (a.length > most || b.length > most) return found;
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => lengths[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] = same(a[i], b[j]) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (same(a[i], b[j])) {
      found[0].add(i++);
      found[1].add(j++);
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return found;
}

/** Neighbours of one kind become one piece. */
function joined(all: Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of all) {
    const last = result.at(-1);
    if (last?.differs === piece.differs) last.text += piece.text;
    else result.push({ ...piece });
  }
  return result;
}
