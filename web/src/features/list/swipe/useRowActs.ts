import { useLingui } from '@lingui/react/macro';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from '~/api/session';
import { editTicket } from '~/api/tickets';
import type { Id, TicketRow } from '~/api/types';
import { refreshAfter } from '~/features/ticket/cache';
import { useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';
import type { Side } from './swipe';

/** What can be done to a row where it stands, and why not. The server has the last word, and says it in the same place. */
export function useRowActs(onDone: () => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const { data: me } = useSuspenseQuery(meQuery);

  function refusal(row: TicketRow, side: Side): string | null {
    const { number } = row;
    const ability = me.abilities.edit_tickets;
    if (!ability?.allowed) return ability?.reason ?? t`You may not change tickets.`;
    if (row.deleted) return t`#${number} is in the trash. Restore it first.`;
    if (row.spam) return t`#${number} is marked as spam. Take it out of the spam folder first.`;
    if (side === 'left')
      return row.group === 'closed' ? t`#${number} is closed: there is nothing to wake up for.` : null;
    return row.owner?.id === me.id ? t`#${number} is yours already.` : null;
  }

  async function give({ number }: TicketRow, base: Id | null, mine: Id | null): Promise<boolean> {
    try {
      const fresh = await editTicket(number, { owner: { base, mine } });
      onDone();
      refreshAfter(client, fresh);
      return true;
    } catch (error) {
      complain(words(error));
      return false;
    }
  }

  async function assign(row: TicketRow): Promise<void> {
    const { number } = row;
    const before = row.owner?.id ?? null;
    if (!(await give(row, before, me.id))) return;
    tell(t`#${number} is yours`, { label: t`Undo`, run: () => void give(row, me.id, before) });
  }

  return { refusal, assign };
}
