import { Trans, useLingui } from '@lingui/react/macro';
import { IconX } from '@tabler/icons-react';
import { activeFilters, type ListSearch, withFilter, withoutFilters } from './filters';
import classes from './list.module.css';
import { useFilterChoices } from './useFilterChoices';

/** The filters in force, each with one click to take it away. */
export function FilterChips({
  search,
  onChange,
}: {
  search: ListSearch;
  onChange: (search: ListSearch) => void;
}) {
  const { t } = useLingui();
  const choices = useFilterChoices();
  const active = activeFilters(search);
  if (active.length === 0) return null;
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
      {active.length > 1 ? (
        <button type="button" className={classes.clear} onClick={() => onChange(withoutFilters(search))}>
          <Trans>Clear</Trans>
        </button>
      ) : null}
    </div>
  );
}
