import type { Address, DraftContent, DraftKind, Id, NewMessage } from '~/api/types';

/** The API takes nothing but name and address; people in our caches carry more. */
export const plain = (people: Address[]): Address[] => people.map(({ name, email }) => ({ name, email }));

/** A draft as it is sent. A reply names its status beside the other fields, and how far its author has read. */
export function messageOf(
  place: { kind: DraftKind; conversation: Id | null },
  content: DraftContent,
  status: string | null,
  acknowledge: Id[],
): NewMessage {
  const reply = place.kind === 'reply';
  const { status: _status, ...besides } = content.changes;
  const changes = reply ? besides : content.changes;
  return {
    visibility: reply ? 'public' : 'internal',
    ...(place.conversation ? { conversation_id: place.conversation } : {}),
    body_html: content.body_html,
    client_id: content.client_id,
    attachments: content.attachments.map((file) => file.id),
    ...(status === null ? {} : { status }),
    ...(reply ? { seen: content.seen, to: plain(content.to), cc: plain(content.cc) } : {}),
    ...(acknowledge.length > 0 ? { acknowledge } : {}),
    ...(Object.keys(changes).length > 0 ? { changes } : {}),
  };
}
