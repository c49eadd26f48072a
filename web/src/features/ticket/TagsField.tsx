import { useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import classes from './context.module.css';
import { useFieldShortcut } from './fieldShortcuts';
import { PropertyRow } from './PropertyRow';
import { useEditing } from './useTicketEdit';

const TagsEditor = lazy(() => import('./TagsEditor'));

export function TagsField() {
  const { t } = useLingui();
  const { ticket, edit, problems } = useEditing();
  const [draft, setDraft] = useState<{ base: string[]; tags: string[] } | null>(null);
  const allowed = ticket.abilities.edit?.allowed ?? false;

  const open = () => setDraft({ base: ticket.tags, tags: ticket.tags });
  useFieldShortcut('tags', () => allowed && !draft && open());

  async function close(): Promise<void> {
    if (!draft) return;
    if ((await edit('tags', draft.tags, draft.base)) !== 'failed') setDraft(null);
  }

  return (
    <PropertyRow label={t`Tags`} field="tags" problem={problems.tags}>
      {draft ? (
        <Suspense>
          <TagsEditor
            tags={draft.tags}
            onChange={(tags) => setDraft({ ...draft, tags })}
            onDone={() => void close()}
            onCancel={() => setDraft(null)}
          />
        </Suspense>
      ) : (
        <button
          type="button"
          className={classes.choice}
          data-empty={ticket.tags.length === 0 || undefined}
          disabled={!allowed}
          aria-label={ticket.tags.length > 0 ? t`Tags: ${ticket.tags.join(', ')}` : t`Tags: none`}
          onClick={open}
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
