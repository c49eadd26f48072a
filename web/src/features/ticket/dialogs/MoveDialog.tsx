import { Trans, useLingui } from '@lingui/react/macro';
import { Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { undoBulk } from '~/api/bulk';
import { keys } from '~/api/keys';
import { type MovePlace, moveTicket } from '~/api/tickets';
import type { Id, Ticket } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { useWords } from '~/ui/Failure';
import { FormDialog } from '~/ui/FormDialog';
import { complain, tell } from '~/ui/notify';
import { refreshAfter } from '../cache';
import { Destination } from './Destination';

interface Props {
  ticket: Ticket;
  /** The department that is chosen already. */
  to?: Id;
  onClose: () => void;
}

/** To another department, with a word to the colleagues who get it. */
export default function MoveDialog({ ticket, to, onClose }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const navigate = useNavigate();
  const [from] = useState(ticket.department.id);
  const [place, setPlace] = useState<MovePlace | null>(to ? { department_id: to } : null);
  const [missing, setMissing] = useState(false);
  const [key] = useState(() => crypto.randomUUID());
  const { number, id } = ticket;
  const mayNote = ticket.abilities.note?.allowed ?? false;

  function staleNow(): void {
    void client.invalidateQueries({ queryKey: keys.ticket(number) });
    void client.invalidateQueries({ queryKey: keys.lists });
    void client.invalidateQueries({ queryKey: keys.views });
  }

  async function undo(change: Id): Promise<void> {
    try {
      const [result] = (await undoBulk([{ id, change_id: change }])).results;
      if (result?.outcome === 'done') tell(t`#${number} is back`);
      else complain(result?.reason);
      staleNow();
    } catch (error) {
      complain(words(error));
    }
  }

  async function submit(text: (name: string) => string): Promise<void> {
    if (!place) {
      setMissing(true);
      throw new Error('no department');
    }
    const note = text('note');
    const moved = await moveTicket(number, { ...place, seen_in: from, ...(note ? { note } : {}) }, key);
    const name = moved.ticket.department.name;
    const change = moved.change_id;
    if (moved.visible) refreshAfter(client, moved.ticket);
    // Out of sight: whoever stayed on the page would be told that there is no such ticket.
    else await navigate({ to: '/tickets', search: parseSearch });
    tell(
      t`#${number} moved to ${name}`,
      change ? { label: t`Undo`, run: () => void undo(change) } : undefined,
    );
    if (moved.visible) staleNow();
    else {
      client.removeQueries({ queryKey: keys.ticket(number) });
      void client.invalidateQueries({ queryKey: keys.lists });
      void client.invalidateQueries({ queryKey: keys.views });
    }
  }

  return (
    <FormDialog
      title={<Trans>Move #{number}</Trans>}
      submitLabel={<Trans>Move</Trans>}
      onClose={onClose}
      onSubmit={submit}
    >
      {(problemAt) => (
        <>
          <Destination
            count={1}
            from={from}
            place={place}
            onChange={(next) => {
              setMissing(false);
              setPlace(next);
            }}
            problemAt={(pointer) =>
              problemAt(pointer) ??
              (missing && pointer === '/department_id' ? t`Choose a department` : undefined)
            }
          />
          {mayNote ? (
            <Textarea
              name="note"
              label={t`Internal note for them`}
              description={t`By choice; the customer does not see it.`}
              autosize
              minRows={2}
              maxRows={8}
              maxLength={10_000}
              error={problemAt('/note')}
            />
          ) : null}
        </>
      )}
    </FormDialog>
  );
}
