import { Trans } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { takeOverDraft } from '~/api/tickets';
import type { DraftKind, Drafts, Ticket } from '~/api/types';
import { moment } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import classes from './composer.module.css';
import type { DraftSession } from './session';

interface Props {
  drafts: Drafts['others'];
  ticket: Ticket;
  session: Record<DraftKind, DraftSession>;
  onTaken: (kind: DraftKind) => void;
}

/** A colleague has begun already: say so before the same answer is written twice. */
export function OtherDrafts({ drafts, ticket, session, onTaken }: Props) {
  const client = useQueryClient();
  const words = useWords();
  const [error, setError] = useState<string | null>(null);

  async function take(draft: Drafts['others'][number]): Promise<void> {
    setError(null);
    try {
      const taken = await takeOverDraft(session[draft.kind], draft.author.id);
      session[draft.kind].giveBack(taken);
      onTaken(draft.kind);
      await client.invalidateQueries({ queryKey: keys.drafts(ticket.number) });
    } catch (caught) {
      setError(words(caught));
    }
  }

  if (drafts.length === 0) return null;
  return (
    <ul className={classes.others}>
      {drafts.map((draft) => {
        const who = draft.author.name;
        const since = moment(draft.updated_at);
        return (
          <li key={`${draft.author.id}${draft.kind}`}>
            <span>
              {draft.kind === 'reply' ? (
                <Trans>
                  {who} has an unsent reply, {since}
                </Trans>
              ) : (
                <Trans>
                  {who} has an unsent note, {since}
                </Trans>
              )}
            </span>
            <button type="button" className={classes.plain} onClick={() => void take(draft)}>
              <Trans>Take over</Trans>
            </button>
          </li>
        );
      })}
      {error ? <li role="alert">{error}</li> : null}
    </ul>
  );
}
