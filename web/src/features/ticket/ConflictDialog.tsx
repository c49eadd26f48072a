import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal, Radio } from '@mantine/core';
import { useState } from 'react';
import type { Changes, FieldConflict, FieldName } from '~/api/types';
import { moment } from '~/i18n/format';
import classes from './conflict.module.css';
import { useFieldWords } from './useFieldWords';
import type { TicketEditing } from './useTicketEdit';

type Choice = 'theirs' | 'mine';

/** Two people changed the same field. Nothing is overwritten until one of them has chosen. */
export default function ConflictDialog({ editing }: { editing: TicketEditing }) {
  const { t } = useLingui();
  const { conflicts, merged, settle, dropConflicts } = editing;
  const { nameOf } = useFieldWords();
  const besides = (Object.keys(merged) as FieldName[]).map(nameOf).join(', ');
  const [choices, setChoices] = useState<Partial<Record<FieldName, Choice>>>({});
  const take = (choice: Choice) =>
    setChoices(Object.fromEntries(conflicts.map(({ field }) => [field, choice])));
  const complete = conflicts.every(({ field }) => choices[field]);

  function save(): void {
    const mine = conflicts.filter(({ field }) => choices[field] === 'mine');
    if (mine.length === 0 && !besides) {
      dropConflicts();
      return;
    }
    const changes: Changes = {
      ...merged,
      ...Object.fromEntries(
        mine.map((conflict) => [conflict.field, { base: conflict.theirs, mine: conflict.mine }]),
      ),
    };
    void settle(changes);
  }

  return (
    <Modal
      opened
      onClose={dropConflicts}
      size={720}
      title={<Trans>Somebody else changed this too</Trans>}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      {conflicts.map((conflict) => (
        <Field
          key={conflict.field}
          conflict={conflict}
          choice={choices[conflict.field]}
          onChoose={(choice) => setChoices({ ...choices, [conflict.field]: choice })}
        />
      ))}
      {besides ? (
        <p className={classes.merged}>
          <Trans>Changed by you alone, and saved with your choice: {besides}</Trans>
        </p>
      ) : null}
      <div className={classes.actions}>
        <Button variant="default" onClick={() => take('theirs')}>
          <Trans>Take all theirs</Trans>
        </Button>
        <Button variant="default" onClick={() => take('mine')}>
          <Trans>Take all mine</Trans>
        </Button>
        <span />
        <Button
          onClick={save}
          disabled={!complete}
          title={complete ? undefined : t`Choose for each field first`}
        >
          <Trans>Save the choice</Trans>
        </Button>
      </div>
    </Modal>
  );
}

interface FieldProps {
  conflict: FieldConflict;
  choice: Choice | undefined;
  onChoose: (choice: Choice) => void;
}

function Field({ conflict, choice, onChoose }: FieldProps) {
  const { t } = useLingui();
  const { nameOf, wordOf, nameOfAgent } = useFieldWords();
  const name = nameOf(conflict.field);
  const who = conflict.by?.name || nameOfAgent(conflict.by?.id ?? null) || t`Somebody`;
  const word = (value: FieldConflict['base']) => wordOf(conflict.field, value) || t`empty`;
  return (
    <Radio.Group
      value={choice ?? null}
      onChange={(value) => onChoose(value as Choice)}
      label={name}
      className={classes.field}
    >
      <div className={classes.columns}>
        <div className={classes.before}>
          <span className={classes.head}>
            <Trans>Before</Trans>
          </span>
          <span>{word(conflict.base)}</span>
        </div>
        {/* biome-ignore-start lint/a11y/noLabelWithoutControl: the radio inside is the control */}
        <label className={classes.option} data-chosen={choice === 'theirs' || undefined}>
          <span className={classes.head}>
            <Radio value="theirs" size="xs" aria-label={t`${name}: theirs, ${word(conflict.theirs)}`} />
            {who}, {moment(conflict.at)}
          </span>
          <span>{word(conflict.theirs)}</span>
        </label>
        <label className={classes.option} data-chosen={choice === 'mine' || undefined}>
          <span className={classes.head}>
            <Radio value="mine" size="xs" aria-label={t`${name}: mine, ${word(conflict.mine)}`} />
            <Trans>Mine</Trans>
          </span>
          <span>{word(conflict.mine)}</span>
        </label>
        {/* biome-ignore-end lint/a11y/noLabelWithoutControl: as above */}
      </div>
    </Radio.Group>
  );
}
