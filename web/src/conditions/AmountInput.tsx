import { useLingui } from '@lingui/react/macro';
import { NumberInput, Select } from '@mantine/core';
import classes from './builder.module.css';

const units = ['m', 'h', 'd'] as const;
const minutesIn: Record<string, number> = { ms: 1 / 60_000, s: 1 / 60, m: 1, h: 60, d: 1440 };

interface Props {
  value: string;
  error: boolean;
  onChange: (value: string) => void;
}

/** A length of time such as "4h": a number and its unit. */
export function AmountInput({ value, error, onChange }: Props) {
  const { t } = useLingui();
  const [, digits = '', written = 'h'] = /^(\d+)(ms|s|m|h|d)$/.exec(value) ?? [];
  const known = units.some((unit) => unit === written);
  // Seconds are written by programs only; they are shown in minutes.
  const unit = known ? written : 'm';
  const number = known ? Number(digits) : Math.round(Number(digits) * (minutesIn[written] ?? 1));
  const words: Record<(typeof units)[number], string> = { m: t`minutes`, h: t`hours`, d: t`days` };
  return (
    <span className={classes.amount}>
      <NumberInput
        aria-label={t`How long`}
        size="xs"
        min={0}
        max={99_999}
        allowDecimal={false}
        allowNegative={false}
        value={digits === '' ? '' : number}
        error={error}
        onChange={(typed) => onChange(`${typed === '' ? 0 : typed}${unit}`)}
      />
      <Select
        aria-label={t`Unit of time`}
        size="xs"
        data={units.map((one) => ({ value: one, label: words[one] }))}
        value={unit}
        allowDeselect={false}
        onChange={(chosen) => onChange(`${number}${chosen ?? unit}`)}
      />
    </span>
  );
}
