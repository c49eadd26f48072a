import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { AuditFilters } from '~/api/audit';
import { catalogueQuery } from '~/api/session';
import classes from './audit.module.css';
import { actNames, subjectNames } from './names';

/** The filters stand in the address, so that a log can be sent to somebody as it is looked at. */
export function AuditFilterBar({ filters }: { filters: AuditFilters }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const { data: catalogue } = useQuery(catalogueQuery);

  function set(part: { [Name in keyof AuditFilters]: string | null }): void {
    const next = Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, value]) => value));
    void navigate({ to: '/audit', search: next, replace: true });
  }

  const options = (names: typeof actNames) =>
    Object.entries(names).map(([value, name]) => ({ value, label: i18n._(name) }));
  return (
    <search className={classes.filters} aria-label={t`Filters`}>
      <Select
        size="xs"
        label={t`Kind of record`}
        placeholder={t`All`}
        data={options(subjectNames)}
        value={filters.subject ?? null}
        onChange={(subject) => set({ subject })}
        clearable
      />
      <Select
        size="xs"
        label={t`Kind of act`}
        placeholder={t`All`}
        data={options(actNames)}
        value={filters.act ?? null}
        onChange={(act) => set({ act })}
        clearable
      />
      <Select
        size="xs"
        label={t`Who`}
        placeholder={t`Everybody`}
        data={(catalogue?.agents ?? []).map((one) => ({ value: one.id, label: one.name }))}
        value={filters.actor ?? null}
        onChange={(actor) => set({ actor })}
        searchable
        clearable
      />
      <TextInput
        size="xs"
        type="date"
        label={t({ message: 'From', context: 'first day' })}
        value={filters.from ?? ''}
        onChange={(event) => set({ from: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        type="date"
        label={t({ message: 'To', context: 'last day' })}
        value={filters.to ?? ''}
        onChange={(event) => set({ to: event.currentTarget.value })}
      />
      {Object.keys(filters).length > 0 ? (
        <Button size="xs" variant="subtle" onClick={() => void navigate({ to: '/audit', search: {} })}>
          <Trans>Clear all filters</Trans>
        </Button>
      ) : null}
    </search>
  );
}
