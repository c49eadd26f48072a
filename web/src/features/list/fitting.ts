/**
 * How many of the things with these widths stand in `room`, all in pixels. When not all do, the word that counts the rest
 * needs `sum` of it.
 */
export function fitting(widths: readonly number[], room: number, gap: number, sum: number): number {
  let used = 0;
  let count = 0;
  for (const [index, width] of widths.entries()) {
    used += width + (index > 0 ? gap : 0);
    const last = index === widths.length - 1;
    if (used + (last ? 0 : gap + sum) <= room) count = index + 1;
  }
  return used <= room ? widths.length : count;
}
