import { Trans, useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { isCode } from '~/api/client';
import type { Changes, FieldConflict, FieldName, FieldValue } from '~/api/types';
import { useFieldWords } from '~/features/ticket/useFieldWords';
import macros from '../macros/macros.module.css';
import classes from './composer.module.css';
import type { DraftSession } from './session';
import { useDraft } from './useDraft';

interface Props {
  session: DraftSession;
  /** What of a macro meant nothing here, in sentences. */
  skipped: string[];
  disabled: boolean;
  onSeen: () => void;
}

/** Fields that a macro chose: nothing of it has happened yet, each can be left out again. */
export default function PendingFields({ session, skipped, disabled, onSeen }: Props) {
  const { t } = useLingui();
  const { content, stage, error } = useDraft(session);
  const { nameOf, wordOf } = useFieldWords();
  const changes = content.changes as Changes;
  const entries = Object.entries(changes) as [FieldName, { base: FieldValue; mine: FieldValue }][];
  const conflicts =
    stage === 'failed' && isCode(error, 'ticket.edit_conflict') ? (error.problem.conflicts ?? []) : [];

  function without(field: FieldName): void {
    const { [field]: _gone, ...rest } = changes;
    session.edit({ changes: rest as typeof content.changes });
  }

  function insist({ field, theirs }: FieldConflict): void {
    session.edit({ changes: { ...content.changes, [field]: { base: theirs, mine: changes[field]?.mine } } });
  }

  return (
    <>
      {skipped.length > 0 ? (
        <div className={classes.problem} data-kind="warn" role="alert">
          <span>
            <Trans>Not taken over from the macro:</Trans> {skipped.join(' ')}
          </span>
          <button type="button" className={classes.plain} aria-label={t`Dismiss`} onClick={onSeen}>
            <IconX size={14} stroke={2} />
          </button>
        </div>
      ) : null}
      {entries.length > 0 ? (
        <section className={macros.pending} aria-label={t`Will be set`}>
          <Trans>Will be set:</Trans>
          <ul>
            {entries.map(([field, { base, mine }]) => {
              const name = nameOf(field);
              return (
                <li key={field} className={macros.chip}>
                  <span dir="auto">
                    {name}: {field === 'tags' ? difference(base, mine) : wordOf(field, mine) || t`empty`}
                  </span>
                  <button
                    type="button"
                    aria-label={t`Do not set ${name}`}
                    disabled={disabled}
                    onClick={() => without(field)}
                  >
                    <IconX size={13} stroke={2} />
                  </button>
                </li>
              );
            })}
          </ul>
        </section>
      ) : null}
      {conflicts.map((conflict) => {
        const name = nameOf(conflict.field);
        const theirs = wordOf(conflict.field, conflict.theirs) || t`empty`;
        return (
          <div key={conflict.field} className={classes.problem} role="alert">
            <span>
              <Trans>
                {name} was changed meanwhile to “{theirs}”.
              </Trans>
            </span>
            <button type="button" className={classes.plain} onClick={() => without(conflict.field)}>
              <Trans>Keep theirs</Trans>
            </button>
            <button type="button" className={classes.plain} onClick={() => insist(conflict)}>
              <Trans>Set mine</Trans>
            </button>
          </div>
        );
      })}
    </>
  );
}

function difference(base: FieldValue, mine: FieldValue): string {
  const before = Array.isArray(base) ? base.map(String) : [];
  const after = Array.isArray(mine) ? mine.map(String) : [];
  return [
    ...after.filter((tag) => !before.includes(tag)).map((tag) => `+ ${tag}`),
    ...before.filter((tag) => !after.includes(tag)).map((tag) => `− ${tag}`),
  ].join(', ');
}
