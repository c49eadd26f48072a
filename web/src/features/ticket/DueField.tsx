import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { moment } from '~/i18n/format';
import classes from './context.module.css';
import { PropertyRow } from './PropertyRow';
import { useEditing } from './useTicketEdit';

/** The value of a datetime-local field for an instant, in the browser's zone. */
export function toLocal(at: string | null): string {
  if (!at) return '';
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

export function DueField() {
  const { t } = useLingui();
  const { ticket, edit, problems } = useEditing();
  const [draft, setDraft] = useState<{ base: string | null; text: string } | null>(null);
  const allowed = ticket.abilities.edit?.allowed ?? false;

  async function close(): Promise<void> {
    if (!draft) return;
    const unchanged = draft.text === toLocal(draft.base);
    const mine = draft.text ? new Date(draft.text).toISOString() : null;
    if (unchanged || (await edit('due_at', mine, draft.base)) !== 'failed') setDraft(null);
  }

  return (
    <PropertyRow label={t`Due`} field="due_at" problem={problems.due_at}>
      {draft ? (
        <input
          // biome-ignore lint/a11y/noAutofocus: the click that opened the field asked for the caret
          autoFocus
          type="datetime-local"
          className={classes.date}
          aria-label={t`Due`}
          value={draft.text}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
          onBlur={() => void close()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void close();
            if (event.key === 'Escape') setDraft(null);
          }}
        />
      ) : (
        <button
          type="button"
          className={classes.choice}
          data-empty={ticket.due_at === null || undefined}
          disabled={!allowed}
          aria-label={ticket.due_at ? t`Due: ${moment(ticket.due_at)}` : t`Due: no date`}
          onClick={() => setDraft({ base: ticket.due_at, text: toLocal(ticket.due_at) })}
        >
          <span>{ticket.due_at ? moment(ticket.due_at) : t`No date`}</span>
        </button>
      )}
    </PropertyRow>
  );
}
