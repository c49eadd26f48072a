import { useLingui } from '@lingui/react/macro';
import { Select, TextInput } from '@mantine/core';
import classes from './builder.module.css';
import { namedDays } from './condition';

interface Props {
  value: string;
  /** Whether days such as "today" can be chosen too. */
  named: boolean;
  error: boolean;
  onChange: (value: string) => void;
}

const onDate = 'date';

/** A date, or a day that is always another one. */
export function DayInput({ value, named, error, onChange }: Props) {
  const { t } = useLingui();
  const words: Record<(typeof namedDays)[number] | typeof onDate, string> = {
    today: t`today`,
    yesterday: t`yesterday`,
    tomorrow: t`tomorrow`,
    this_week: t`this week`,
    last_week: t`last week`,
    next_week: t`next week`,
    this_month: t`this month`,
    last_month: t`last month`,
    date: t`a date…`,
  };
  const isNamed = named && namedDays.some((day) => day === value);
  return (
    <span className={classes.amount}>
      {named ? (
        <Select
          aria-label={t`Day`}
          size="xs"
          data={[...namedDays, onDate].map((day) => ({
            value: day,
            label: words[day as keyof typeof words],
          }))}
          value={isNamed ? value : onDate}
          allowDeselect={false}
          error={error && isNamed}
          onChange={(chosen) =>
            onChange(chosen && chosen !== onDate ? chosen : new Date().toISOString().slice(0, 10))
          }
        />
      ) : null}
      {isNamed ? null : (
        <TextInput
          type="date"
          aria-label={t`Date`}
          size="xs"
          min="1900-01-01"
          max="9000-12-31"
          value={value.slice(0, 10)}
          error={error}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </span>
  );
}
