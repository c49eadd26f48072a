import { useLingui } from '@lingui/react/macro';
import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogueQuery } from '~/api/session';
import classes from './context.module.css';
import { PropertyRow } from './PropertyRow';
import { useEditing } from './useTicketEdit';

export function TagsField() {
  const { t } = useLingui();
  const { ticket, edit, problems } = useEditing();
  const { data } = useQuery(catalogueQuery);
  const [draft, setDraft] = useState<{ base: string[]; tags: string[] } | null>(null);
  const allowed = ticket.abilities.edit?.allowed ?? false;

  async function close(): Promise<void> {
    if (!draft) return;
    if ((await edit('tags', draft.tags, draft.base)) !== 'failed') setDraft(null);
  }

  return (
    <PropertyRow label={t`Tags`} problem={problems.tags}>
      {draft ? (
        <TagsInput
          autoFocus
          size="xs"
          aria-label={t`Tags`}
          data={(data?.tags ?? []).slice(0, 100)}
          value={draft.tags}
          onChange={(tags) => setDraft({ ...draft, tags })}
          onBlur={() => void close()}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.nativeEvent.isComposing) setDraft(null);
          }}
          maxLength={64}
          comboboxProps={{ withinPortal: true }}
        />
      ) : (
        <button
          type="button"
          className={classes.choice}
          data-empty={ticket.tags.length === 0 || undefined}
          disabled={!allowed}
          aria-label={ticket.tags.length > 0 ? t`Tags: ${ticket.tags.join(', ')}` : t`Tags: none`}
          onClick={() => setDraft({ base: ticket.tags, tags: ticket.tags })}
        >
          {ticket.tags.length === 0 ? (
            <span>{t({ message: 'None', context: 'tags' })}</span>
          ) : (
            <span className={classes.tags}>
              {ticket.tags.map((tag) => (
                <span key={tag} dir="auto">
                  {tag}
                </span>
              ))}
            </span>
          )}
        </button>
      )}
    </PropertyRow>
  );
}
