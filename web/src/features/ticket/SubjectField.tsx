import { useLingui } from '@lingui/react/macro';
import { type KeyboardEvent, Suspense, useRef, useState } from 'react';
import { FieldMark } from '~/features/presence/lazy';
import { useEditorsOf } from '~/features/presence/signals';
import classes from './ticket.module.css';
import { useEditing } from './useTicketEdit';

/** The subject is the page's title until it is clicked; then it is a field that remembers what it began with. */
export function SubjectField() {
  const { t } = useLingui();
  const { ticket, edit, problems } = useEditing();
  const [draft, setDraft] = useState<{ base: string; text: string } | null>(null);
  const saving = useRef(false);
  const button = useRef<HTMLButtonElement>(null);
  const allowed = ticket.abilities.edit?.allowed ?? false;
  const names = useEditorsOf('subject');

  function close(back: boolean): void {
    setDraft(null);
    if (back) requestAnimationFrame(() => button.current?.focus());
  }

  async function save(back: boolean): Promise<void> {
    if (!draft) return;
    const text = draft.text.replace(/\s+/g, ' ').trim();
    if (text === '' || text === draft.base) {
      close(back);
      return;
    }
    // Enter saves, and what follows takes the focus away: that must not save a second time.
    if (saving.current) return;
    saving.current = true;
    const outcome = await edit('subject', text, draft.base);
    saving.current = false;
    if (outcome !== 'failed') close(back && outcome === 'done');
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === 'Enter') void save(true);
    if (event.key === 'Escape') close(true);
  }

  if (draft) {
    return (
      <span className={classes.subject} data-field="subject">
        <input
          // biome-ignore lint/a11y/noAutofocus: the click that opened the field asked for the caret
          autoFocus
          aria-label={t`Subject`}
          aria-invalid={problems.subject ? true : undefined}
          maxLength={500}
          dir="auto"
          value={draft.text}
          onChange={(event) => setDraft({ ...draft, text: event.currentTarget.value })}
          onKeyDown={onKeyDown}
          onBlur={() => void save(false)}
        />
        {problems.subject ? (
          <small role="alert" className={classes.problem}>
            {problems.subject}
          </small>
        ) : null}
      </span>
    );
  }
  return (
    <h1 className={classes.subject} data-edited={names ? '' : undefined}>
      <button
        ref={button}
        type="button"
        dir="auto"
        disabled={!allowed}
        title={ticket.subject}
        onClick={() => setDraft({ base: ticket.subject, text: ticket.subject })}
      >
        {ticket.subject || t`(no subject)`}
      </button>
      <Suspense>{names ? <FieldMark names={names} /> : null}</Suspense>
    </h1>
  );
}
