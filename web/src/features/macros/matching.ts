import type { Macro } from '~/api/macros';

const folded = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();

/** Those of the macros that can be used here and hold every word typed; names that begin with it first. */
export function matchingMacros(macros: readonly Macro[], typed: string): Macro[] {
  const words = folded(typed).split(/\s+/).filter(Boolean);
  const found = macros.filter(
    (macro) => macro.usable && words.every((word) => folded(macro.name).includes(word)),
  );
  const begins = (macro: Macro) => (folded(macro.name).startsWith(words[0] ?? '') ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b));
}
