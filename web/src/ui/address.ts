import type { Address } from '~/api/types';

export function isAddress(text: string): boolean {
  return /^[^\s@<>,;]+@[^\s@<>,;]+$/.test(text);
}

/** "Ana <ana@example.com>" or a bare address. */
export function parseAddress(text: string): Address | null {
  const named = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(text);
  const email = (named?.[2] ?? text).trim();
  return isAddress(email) ? { email, name: named?.[1]?.trim() ?? '' } : null;
}
