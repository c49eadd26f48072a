import { useLingui } from '@lingui/react/macro';
import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { catalogueQuery } from '~/api/session';
import type { ConditionField } from '~/api/types';
import { customerQuery, customersFound, organisationQuery, organisationsFound } from '~/api/views';

interface Props {
  field: ConditionField;
  values: string[];
  /** How many can be chosen. */
  most?: number;
  error: boolean;
  onChange: (values: string[]) => void;
}

interface Option {
  value: string;
  label: string;
}

/** Somebody, or an organisation, found by typing: there are too many to list. */
export function RecordPicker({ field, values, most, error, onChange }: Props) {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const found = useFound(field, q);
  const names = useNames(field, values);
  const words = field.options ?? [];
  const known = new Map<string, string>();
  for (const one of [...words, ...names, ...found]) known.set(one.value, one.label);
  for (const value of values) if (!known.has(value)) known.set(value, '…');
  return (
    <MultiSelect
      aria-label={t`Value`}
      size="xs"
      searchable
      hidePickedOptions
      nothingFoundMessage={t`Nobody found`}
      placeholder={values.length > 0 ? undefined : t`Type a name`}
      data={[...known].map(([value, label]) => ({ value, label }))}
      value={values}
      searchValue={typed}
      onSearchChange={setTyped}
      error={error}
      // Of one there is only the last that was chosen.
      onChange={(chosen) => onChange(most === 1 ? chosen.slice(-1) : chosen)}
    />
  );
}

const customer = (one: { id: string; name: string; email: string }): Option => ({
  value: one.id,
  label: one.name ? `${one.name} (${one.email})` : one.email,
});

function useFound(field: ConditionField, q: string): Option[] {
  const ofPeople = field.search === 'customers';
  const customers = useQuery({ ...customersFound(q), enabled: ofPeople });
  const organisations = useQuery({ ...organisationsFound(q), enabled: !ofPeople });
  const { data: catalogue } = useQuery(catalogueQuery);
  if (!ofPeople)
    return (organisations.data?.results ?? []).map((one) => ({ value: one.id, label: one.name }));
  return [...(customers.data?.results ?? []), ...(catalogue?.agents ?? [])].map(customer);
}

/** The names of what has been chosen before. */
function useNames(field: ConditionField, values: string[]): Option[] {
  const ids = values.filter((value) => /^\d+$/.test(value));
  const people = useQueries({
    queries: field.search === 'customers' ? ids.map((id) => customerQuery(id)) : [],
  });
  const organisations = useQueries({
    queries: field.search === 'organisations' ? ids.map((id) => organisationQuery(id)) : [],
  });
  return [
    ...people.flatMap((one) => (one.data ? [customer(one.data)] : [])),
    ...organisations.flatMap((one) => (one.data ? [{ value: one.data.id, label: one.data.name }] : [])),
  ];
}
