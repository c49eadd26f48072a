import { stringifySearchWith } from '@tanstack/react-router';

/**
 * What stands behind the question mark, as text, whatever it looks like. The router's own reading makes numbers of
 * what looks like one: a search for "2024", or one in five of our ids (64 bits), would not be text any more.
 */
export const parseAddress = (search: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(search));

export const stringifyAddress = stringifySearchWith(String);
