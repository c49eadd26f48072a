import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import {
  type CustomerChanges,
  type CustomerDetail,
  changeCustomer,
  findOrganisations,
} from '~/api/customers';
import { keys } from '~/api/keys';
import { settle } from '~/api/settle';
import { locales } from '~/i18n/locales';
import { FormAlert } from '~/ui/FormAlert';
import { tell } from '~/ui/notify';
import { useProblems } from '~/ui/useProblems';
import classes from './customers.module.css';

type Fields = Required<Pick<CustomerChanges, 'name' | 'language' | 'note' | 'organisation_id'>>;

const fieldsOf = ({ name, language, note, organisation_id }: CustomerDetail): Fields => ({
  name,
  language,
  note,
  organisation_id,
});

/** Name, organisation, language, and what colleagues should know. Only what was changed is sent, with what was seen. */
export function CustomerFacts({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const problems = useProblems();
  const [busy, setBusy] = useState(false);
  const [seen, setSeen] = useState(() => fieldsOf(customer));
  const [typed, setTyped] = useState<Partial<Fields>>({});
  const now = { ...seen, ...typed };
  const changed = Object.keys(typed).filter(
    (name) => typed[name as keyof Fields] !== seen[name as keyof Fields],
  );
  const may = customer.abilities.edit?.allowed ?? false;
  const set = (part: Partial<Fields>) => setTyped((old) => ({ ...old, ...part }));

  async function save(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const form = event.currentTarget;
    const pick = (from: Fields) =>
      Object.fromEntries(changed.map((name) => [name, from[name as keyof Fields]]));
    setBusy(true);
    problems.clear();
    try {
      const saved = await changeCustomer(customer.id, pick(now), pick(seen));
      await settle(client, keys.customer(customer.id), saved);
      setSeen(fieldsOf(saved));
      setTyped({});
      tell(t`Saved`);
      await client.invalidateQueries({ queryKey: keys.allCustomers });
    } catch (error) {
      problems.take(error, form);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form onSubmit={save} className={classes.card} aria-label={t`Customer`}>
      <TextInput
        label={t`Name`}
        value={now.name ?? ''}
        readOnly={!may}
        onChange={(event) => set({ name: event.currentTarget.value })}
        error={problems.at('/name')}
      />
      <OrganisationField
        id={now.organisation_id ?? null}
        name={customer.organisation}
        disabled={!may}
        onChange={(organisation_id) => set({ organisation_id })}
        problem={problems.at('/organisation_id')}
      />
      <Select
        label={t`Language`}
        data={[
          { value: '', label: t`Not known` },
          ...locales.map((one) => ({ value: one.code, label: one.name })),
        ]}
        value={now.language ?? ''}
        allowDeselect={false}
        disabled={!may}
        onChange={(language) => set({ language: language ?? '' })}
        error={problems.at('/language')}
      />
      <Textarea
        label={t`Note`}
        description={t`Only colleagues read it.`}
        autosize
        minRows={3}
        maxRows={12}
        value={now.note ?? ''}
        readOnly={!may}
        onChange={(event) => set({ note: event.currentTarget.value })}
        error={problems.at('/note')}
      />
      <FormAlert>{problems.rest()}</FormAlert>
      {may && changed.length > 0 ? (
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setTyped({})}>
            <Trans>Discard</Trans>
          </Button>
          <Button type="submit" loading={busy}>
            <Trans>Save</Trans>
          </Button>
        </div>
      ) : null}
    </form>
  );
}

interface OrganisationProps {
  id: string | null;
  name: string | null;
  disabled: boolean;
  onChange: (id: string | null) => void;
  problem: string | undefined;
}

function OrganisationField({ id, name, disabled, onChange, problem }: OrganisationProps) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [needle] = useDebouncedValue(text.trim(), 200);
  const { data } = useQuery(findOrganisations(needle === name ? '' : needle));
  const found = (data?.results ?? []).map((one) => ({ value: one.id, label: one.name }));
  const missing = id !== null && name !== null && !found.some((one) => one.value === id);
  return (
    <Select
      label={t`Organisation`}
      placeholder={t`None`}
      data={missing ? [{ value: id, label: name }, ...found] : found}
      value={id}
      onChange={onChange}
      searchable
      clearable
      disabled={disabled}
      onSearchChange={setText}
      nothingFoundMessage={t`No organisation of this name`}
      clearButtonProps={{ 'aria-label': t`No organisation` }}
      error={problem}
    />
  );
}
