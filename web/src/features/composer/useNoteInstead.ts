import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { postMessage } from '~/api/tickets';
import type { Ticket } from '~/api/types';
import { useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';
import type { DraftSession } from './session';

/** The reply came too late, its thoughts did not: they are kept for the colleagues. */
export function useNoteInstead(session: DraftSession, ticket: Ticket): () => Promise<void> {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  return async () => {
    const { content } = session.get();
    try {
      await postMessage(ticket.number, {
        visibility: 'internal',
        body_html: content.body_html,
        client_id: crypto.randomUUID(),
        attachments: content.attachments.map((file) => file.id),
      });
      await session.clear();
      tell(t`Your text is now an internal note.`);
      await client.invalidateQueries({ queryKey: ['ticket', ticket.number] });
    } catch (error) {
      complain(words(error));
    }
  };
}
