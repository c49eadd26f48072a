import { useLingui } from '@lingui/react/macro';
import { MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ValueEditorProps } from 'react-querybuilder';
import { catalogueQuery } from '~/api/session';
import type { ConditionField, ConditionValue } from '~/api/types';
import { AmountInput } from './AmountInput';
import { fitted } from './condition';
import { DayInput } from './DayInput';
import { useField, useProblemAt } from './Problems';
import { RecordPicker } from './RecordPicker';

/** The right-hand side of a rule, as its operator asks for it. */
export function ValueEditor({ field: key, operator, value, path, handleOnChange }: ValueEditorProps) {
  const field = useField(key);
  const wrong = useProblemAt(path) !== undefined;
  const editor = field?.operators.find((one) => one.name === operator)?.editor;
  if (!field || !editor) return null;
  const shared = { field, error: wrong, onChange: handleOnChange as (value: ConditionValue) => void };
  const now = fitted(editor, value);
  const list = Array.isArray(now) ? now.map(String) : [];
  const text = Array.isArray(now) || typeof now === 'boolean' || now === null ? '' : String(now);
  switch (editor) {
    case 'none':
      return null;
    case 'many':
      return <Many {...shared} values={list} />;
    case 'one':
      return <One {...shared} value={text} />;
    case 'texts':
    case 'numbers':
      return <Words {...shared} values={list} />;
    case 'amount':
      return <AmountInput value={text} error={wrong} onChange={shared.onChange} />;
    case 'day':
    case 'date':
      return <DayInput value={text} named={editor === 'day'} error={wrong} onChange={shared.onChange} />;
    case 'boolean':
      return <YesNo value={now !== false} onChange={shared.onChange} />;
    case 'days':
      return <Days value={Number(now)} error={wrong} onChange={shared.onChange} />;
    default:
      return <Line value={text} numeric={editor === 'number'} error={wrong} onChange={shared.onChange} />;
  }
}

interface Shared {
  error: boolean;
  onChange: (value: ConditionValue) => void;
}

function Many({ field, values, error, onChange }: Shared & { field: ConditionField; values: string[] }) {
  const { t } = useLingui();
  if (field.search === 'tags') return <Tags values={values} error={error} onChange={onChange} />;
  if (field.search) return <RecordPicker field={field} values={values} error={error} onChange={onChange} />;
  const options = withGone(field, values);
  return (
    <MultiSelect
      aria-label={t`Value`}
      size="xs"
      data={options}
      value={values}
      searchable={options.length > 6}
      hidePickedOptions
      placeholder={values.length > 0 ? undefined : t`Choose`}
      nothingFoundMessage={t`Nothing found`}
      error={error}
      onChange={onChange}
    />
  );
}

function One({ field, value, error, onChange }: Shared & { field: ConditionField; value: string }) {
  const { t } = useLingui();
  const values = value === '' ? [] : [value];
  if (field.search)
    return (
      <RecordPicker
        field={field}
        values={values}
        most={1}
        error={error}
        onChange={(chosen) => onChange(chosen[0] ?? '')}
      />
    );
  const options = withGone(field, values);
  return (
    <Select
      aria-label={t`Value`}
      size="xs"
      data={options}
      value={value === '' ? null : value}
      searchable={options.length > 6}
      allowDeselect={false}
      placeholder={t`Choose`}
      nothingFoundMessage={t`Nothing found`}
      error={error}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}

/** A choice that is no longer offered stays visible, so that it can be taken away. */
function withGone(field: ConditionField, values: string[]) {
  const options = field.options ?? [];
  const gone = values.filter((value) => !options.some((one) => one.value === value));
  return [...options, ...gone.map((value) => ({ value, label: value }))];
}

function Tags({ values, error, onChange }: Shared & { values: string[] }) {
  const { t } = useLingui();
  const { data } = useQuery(catalogueQuery);
  return (
    <TagsInput
      aria-label={t`Value`}
      size="xs"
      data={data?.tags ?? []}
      value={values}
      placeholder={values.length > 0 ? undefined : t`Type a tag`}
      error={error}
      onChange={onChange}
    />
  );
}

function Words({ values, error, onChange }: Shared & { values: string[] }) {
  const { t } = useLingui();
  return (
    <TagsInput
      aria-label={t`Value`}
      size="xs"
      value={values}
      placeholder={values.length > 0 ? undefined : t`Type, then press Enter`}
      error={error}
      onChange={onChange}
      acceptValueOnBlur
    />
  );
}

function YesNo({ value, onChange }: Omit<Shared, 'error'> & { value: boolean }) {
  const { t } = useLingui();
  return (
    <Select
      aria-label={t`Value`}
      size="xs"
      data={[
        { value: 'yes', label: t`yes` },
        { value: 'no', label: t`no` },
      ]}
      value={value ? 'yes' : 'no'}
      allowDeselect={false}
      onChange={(chosen) => onChange(chosen !== 'no')}
    />
  );
}

function Days({ value, error, onChange }: Shared & { value: number }) {
  const { t } = useLingui();
  return (
    <NumberInput
      aria-label={t`How many days`}
      size="xs"
      min={1}
      max={3660}
      allowDecimal={false}
      allowNegative={false}
      value={value}
      error={error}
      onChange={(typed) => onChange(typed === '' ? 1 : Number(typed))}
    />
  );
}

function Line({ value, numeric, error, onChange }: Shared & { value: string; numeric: boolean }) {
  const { t } = useLingui();
  return (
    <TextInput
      aria-label={t`Value`}
      size="xs"
      value={value}
      maxLength={500}
      inputMode={numeric ? 'numeric' : 'text'}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
