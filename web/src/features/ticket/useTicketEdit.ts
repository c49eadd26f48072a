import { useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useState } from 'react';
import { isCode } from '~/api/client';
import { keys } from '~/api/keys';
import { editTicket } from '~/api/tickets';
import type { Catalogue, Changes, FieldConflict, FieldName, FieldValue, Ticket } from '~/api/types';
import { useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';
import { refreshAfter } from './cache';
import { differing, fieldValue, foresee, sameValue, without } from './edits';
import { useFieldWords } from './useFieldWords';

/** Fields whose change is told with a way back; the others show it where they stand. */
const withUndo: ReadonlySet<FieldName> = new Set(['status', 'owner', 'tags']);

/** A conflict leaves the field, since the dialog goes on with what was typed; after a failure it stays in the field. */
export type Outcome = 'done' | 'conflict' | 'failed';

export interface TicketEditing {
  ticket: Ticket;
  /** Sends one field; `base` is what was on screen when the editing began. */
  edit: (field: FieldName, mine: FieldValue, base?: FieldValue) => Promise<Outcome>;
  /** What went wrong at a field, next to which it is shown. */
  problems: Partial<Record<FieldName, string>>;
  conflicts: FieldConflict[];
  /** What was refused along with the conflicts, although nobody else touched it: it is saved with the choice. */
  merged: Changes;
  settle: (changes: Changes) => Promise<Outcome>;
  dropConflicts: () => void;
}

export function useTicketEdit(ticket: Ticket): TicketEditing {
  const client = useQueryClient();
  const words = useWords();
  const { t } = useLingui();
  const { nameOf } = useFieldWords();
  const [problems, setProblems] = useState<TicketEditing['problems']>({});
  const [conflicts, setConflicts] = useState<FieldConflict[]>([]);
  const [merged, setMerged] = useState<Changes>({});
  const key = keys.ticket(ticket.number);

  const mutation = useMutation({
    mutationFn: (changes: Changes) => editTicket(ticket.number, changes),
    onMutate: async (changes) => {
      await client.cancelQueries({ queryKey: key });
      const before = client.getQueryData<Ticket>(key);
      const catalogue = client.getQueryData<Catalogue>(keys.catalogue);
      if (before) client.setQueryData<Ticket>(key, foresee(before, changes, catalogue));
      return { before };
    },
    onSuccess: (fresh) => refreshAfter(client, fresh),
    onError: (error, changes, context) => {
      if (context?.before) client.setQueryData(key, context.before);
      void client.invalidateQueries({ queryKey: key });
      if (isCode(error, 'ticket.edit_conflict')) {
        const clashing = error.problem.conflicts ?? [];
        setMerged(without(changes, new Set(clashing.map(({ field }) => field))));
        setConflicts(clashing);
        return;
      }
      const sentence = words(error);
      setProblems(Object.fromEntries(Object.keys(changes).map((field) => [field, sentence])));
    },
  });

  async function settle(changes: Changes): Promise<Outcome> {
    const wanted = differing(changes);
    setProblems({});
    setConflicts([]);
    if (Object.keys(wanted).length === 0) return 'done';
    return mutation.mutateAsync(wanted).then(
      () => 'done' as const,
      (error) => (isCode(error, 'ticket.edit_conflict') ? 'conflict' : 'failed'),
    );
  }

  /** The inverse edit, also from another page: what somebody else has changed since then stays, and says so. */
  function told(field: FieldName, base: FieldValue, mine: FieldValue): void {
    if (!withUndo.has(field)) return;
    const undo = () =>
      void editTicket(ticket.number, { [field]: { base: mine, mine: base } })
        .then((fresh) => refreshAfter(client, fresh))
        .catch((error) => complain(words(error)));
    tell(t`#${ticket.number}: ${nameOf(field)} changed`, { label: t`Undo`, run: undo });
  }

  return {
    ticket,
    edit: async (field, mine, base = fieldValue(ticket, field)) => {
      const outcome = await settle({ [field]: { base, mine } });
      if (outcome === 'done' && !sameValue(base, mine)) told(field, base, mine);
      return outcome;
    },
    problems,
    conflicts,
    merged,
    settle,
    dropConflicts: () => {
      setConflicts([]);
      void client.invalidateQueries({ queryKey: key });
    },
  };
}

export const Editing = createContext<TicketEditing | null>(null);

export function useEditing(): TicketEditing {
  const editing = useContext(Editing);
  if (!editing) throw new Error('only inside a ticket page');
  return editing;
}
