import { useDocumentVisibility } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '~/api/keys';
import { markRead } from '~/api/tickets';
import type { Ticket } from '~/api/types';
import { patchRow } from './cache';

/** What was on a visible screen for a second counts as read, up to what was loaded then. */
export function useMarkRead(ticket: Ticket, loaded: boolean): void {
  const client = useQueryClient();
  const visible = useDocumentVisibility() === 'visible';
  const { number, seq, read_seq: read } = ticket;
  useEffect(() => {
    if (!loaded || !visible || seq <= read) return;
    const timer = setTimeout(() => {
      markRead(number, seq).then(
        () => {
          client.setQueryData<Ticket>(keys.ticket(number), (old) =>
            old ? { ...old, read_seq: Math.max(old.read_seq, seq), unread: old.seq > seq } : old,
          );
          patchRow(client, number, { unread: false });
        },
        () => undefined,
      );
    }, 1000);
    return () => clearTimeout(timer);
  }, [client, loaded, visible, number, seq, read]);
}
