import type { Chat, ChatLine } from '~/api/chats';
import type { Id } from '~/api/types';

/** Lines of others that I have not read. */
export const unread = (chat: Chat, me: Id): ChatLine[] =>
  chat.lines.filter((line) => line.person_id !== me && isNewer(line.id, chat.read_up_to));

/** Ids are numbers of 64 bits as text: of two, the longer one is the larger. */
export const isNewer = (one: Id, other: Id): boolean =>
  one.length === other.length ? one > other : one.length > other.length;

/** The others who are in it. */
export const partners = (chat: Chat, me: Id): Id[] =>
  chat.members.filter((one) => one.person_id !== me).map((one) => one.person_id);

/** The list with this state of one talk in it; one that I left, or that ended, stays while it is looked at. */
export function withChat(all: readonly Chat[] | undefined, chat: Chat): Chat[] {
  const others = (all ?? []).filter((one) => one.id !== chat.id);
  return [chat, ...others];
}

/** The longest line, in characters, as the server counts. */
export const longest = 4_000;

/** What I was about to say in a talk; it outlives folding the window and loading the page anew. */
const place = (id: Id) => `tandem.chat.${id}`;
export const keptText = (id: Id): string => sessionStorage.getItem(place(id)) ?? '';
export function keepText(id: Id, text: string): void {
  if (text) sessionStorage.setItem(place(id), text);
  else sessionStorage.removeItem(place(id));
}
