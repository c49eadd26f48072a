export interface Piece {
  kind: 'same' | 'added' | 'removed';
  text: string;
}

/** Words with the space behind them; Chinese and Japanese, which are written without spaces, character by character. */
const cut = (text: string): string[] =>
  text.match(
    /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]\s*|[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+\s*|\s+/gu,
  ) ?? [];

/** Beyond so many comparisons texts are shown one after the other instead. */
const most = 4_000_000;

/** What was taken out of `before` and put in to make `after`: the longest common subsequence of their words stays. */
export function differences(before: string, after: string): Piece[] {
  const [a, b] = [cut(before), cut(after)];
  if (a.length * b.length > most) return joined([piece('removed', before), piece('added', after)]);
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (row: number, column: number) => longest[row * width + column] ?? 0;
  for (let row = a.length - 1; row >= 0; row -= 1) {
    for (let column = b.length - 1; column >= 0; column -= 1) {
      longest[row * width + column] =
        a[row] === b[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
    }
  }
  const pieces: Piece[] = [];
  let [row, column] = [0, 0];
  while (row < a.length || column < b.length) {
    if (row < a.length && column < b.length && a[row] === b[column]) {
      pieces.push(piece('same', a[row]));
      row += 1;
      column += 1;
    } else if (row < a.length && (column === b.length || at(row + 1, column) >= at(row, column + 1))) {
      pieces.push(piece('removed', a[row]));
      row += 1;
    } else {
      pieces.push(piece('added', b[column]));
      column += 1;
    }
  }
  return joined(pieces);
}

const piece = (kind: Piece['kind'], text = ''): Piece => ({ kind, text });

function joined(pieces: Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const one of pieces) {
    const last = found.at(-1);
    if (last?.kind === one.kind) last.text += one.text;
    else if (one.text !== '') found.push({ ...one });
  }
  return found;
}
