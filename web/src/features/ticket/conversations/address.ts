import type { Id } from '~/api/types';

/** Stands in the address for the ticket's first conversation, which has no id. */
export const first = 'first';

/** An id as the address carries it: with a letter, since numbers of that size lose their end there. */
export const inAddress = (id: Id): string => `c${id}`;

/** What the address says of a conversation; nothing for what it could not be. */
export const readAddress = (value: unknown): string | undefined =>
  typeof value === 'string' && /^(first|c\d{1,19})$/.test(value) ? value : undefined;

/** The same as the API has it. */
export const forApi = (value: string | undefined): string | undefined => value?.replace(/^c/, '');
