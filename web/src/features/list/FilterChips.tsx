import { Trans, useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Condition } from '~/api/types';
import { conditionQuery } from '~/api/views';
import {
  activeFilters,
  conditionIn,
  isNarrowed,
  type ListSearch,
  withFilter,
  withoutFilters,
} from './filters';
import classes from './list.module.css';
import { useFilterChoices } from './useFilterChoices';

/** The filters in force, each with one click to take it away. */
export function FilterChips({
  search,
  onChange,
  onMore,
  onSave,
}: {
  search: ListSearch;
  onChange: (search: ListSearch) => void;
  /** Opens the builder of conditions. */
  onMore: () => void;
  onSave: () => void;
}) {
  const { t } = useLingui();
  const choices = useFilterChoices();
  const active = activeFilters(search);
  if (!isNarrowed(search)) return null;
  return (
    <div className={classes.chips}>
      {active.map((name) => {
        const { label, options } = choices[name];
        const value = String(search[name]);
        const word = options.find((option) => option.value === value)?.label ?? value;
        return (
          <button
            key={name}
            type="button"
            className={classes.chip}
            aria-label={t`Remove the filter ${label}: ${word}`}
            onClick={() => onChange(withFilter(search, name, undefined))}
          >
            {label}: {word}
            <IconX size={12} stroke={2} />
          </button>
        );
      })}
      {search.condition ? (
        <ConditionChip
          condition={conditionIn(search)}
          onEdit={onMore}
          onRemove={() => onChange(withFilter(search, 'condition', undefined))}
        />
      ) : null}
      <button type="button" className={classes.clear} onClick={onSave}>
        <Trans>Save as view…</Trans>
      </button>
      {active.length + (search.condition ? 1 : 0) > 1 ? (
        <button type="button" className={classes.clear} onClick={() => onChange(withoutFilters(search))}>
          <Trans>Clear</Trans>
        </button>
      ) : null}
    </div>
  );
}

const nothing: Condition = { combinator: 'and', rules: [] };

/** The condition as its sentence: a click opens it, the cross takes it away. */
function ConditionChip({
  condition,
  onEdit,
  onRemove,
}: {
  condition: Condition | undefined;
  onEdit: () => void;
  onRemove: () => void;
}) {
  const { t } = useLingui();
  const { data, isError } = useQuery({
    ...conditionQuery(condition ?? nothing),
    enabled: condition !== undefined,
  });
  const problem = condition ? data?.problems[0]?.detail : t`This is not a condition.`;
  const words = problem
    ? t`A condition that does not work: ${problem}`
    : (data?.sentence ?? (isError ? t`Conditions` : '…'));
  return (
    <span className={classes.conditionChip} data-broken={problem ? true : undefined}>
      <button type="button" aria-label={t`Edit the condition ${words}`} title={words} onClick={onEdit}>
        {words}
      </button>
      <button type="button" aria-label={t`Remove the condition`} onClick={onRemove}>
        <IconX size={12} stroke={2} />
      </button>
    </span>
  );
}
