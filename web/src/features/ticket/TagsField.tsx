import { useLingui } from '@lingui/react/macro';
import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogueQuery } from '~/api/session';
import { tagsQuery } from '~/api/tickets';
import classes from './context.module.css';
import { useFieldShortcut } from './fieldShortcuts';
import { PropertyRow } from './PropertyRow';
import { useEditing } from './useTicketEdit';

export function TagsField() {
  const { t } = useLingui();
  const { ticket, edit, problems } = useEditing();
  const { data } = useQuery(catalogueQuery);
  const [draft, setDraft] = useState<{ base: string[]; tags: string[] } | null>(null);
  const [twice, setTwice] = useState('');
  const tags = useQuery({ ...tagsQuery, enabled: draft !== null });
  const recent = tags.data?.recent ?? [];
  const others = (data?.tags ?? []).filter((tag) => !recent.includes(tag)).slice(0, 100);
  const offered = [
    ...(recent.length > 0 ? [{ group: t`Given last`, items: recent }] : []),
    { group: t`All tags`, items: others },
  ];
  const allowed = ticket.abilities.edit?.allowed ?? false;

  const open = () => setDraft({ base: ticket.tags, tags: ticket.tags });
  useFieldShortcut('tags', () => allowed && !draft && open());

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
          data={offered}
          value={draft.tags}
          onChange={(tags) => {
            setTwice('');
            setDraft({ ...draft, tags });
          }}
          onBlur={() => void close()}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && !event.nativeEvent.isComposing) setDraft(null);
          }}
          isDuplicate={(tag, all) => all.some((one) => one.toLowerCase() === tag.toLowerCase())}
          onDuplicate={(tag) => setTwice(tag)}
          error={twice ? t`${twice} is there already.` : undefined}
          maxLength={60}
          comboboxProps={{ withinPortal: true }}
        />
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
