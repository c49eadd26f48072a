import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TagsInput } from '@mantine/core';
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { changeOrganisation, createOrganisation, organisationsQuery } from '~/api/settings';
import type { Organisation } from '~/api/settingsTypes';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import type { TextOf } from '~/ui/FormDialog';
import { MoreButton } from '~/ui/MoreButton';
import { NameField, RecordDialog } from '~/ui/RecordDialog';
import classes from './people.module.css';

export function Organisations() {
  const { t } = useLingui();
  const query = useInfiniteQuery(organisationsQuery);
  const [open, setOpen] = useState<Organisation | 'new' | null>(null);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <div className={classes.tools}>
        <p>
          <Trans>Customers whose mail address has one of its domains belong to an organisation.</Trans>
        </p>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen('new')}>
          <Trans>Add an organisation</Trans>
        </Button>
      </div>
      <DataTable
        label={t`Organisations`}
        rows={query.data?.pages.flatMap((page) => page.results)}
        rowKey={(organisation) => organisation.id}
        onOpen={setOpen}
        openLabel={(organisation) => t`Edit ${organisation.name}`}
        empty={
          <Empty
            icon={<IconBuildingCommunity size={22} stroke={1.6} />}
            title={<Trans>No organisations yet</Trans>}
          />
        }
        columns={[
          { key: 'name', title: t`Name`, cell: (organisation) => organisation.name },
          { key: 'domains', title: t`Domains`, cell: (organisation) => organisation.domains.join(', ') },
        ]}
      />
      <MoreButton query={query} />
      {open ? (
        <OrganisationDialog organisation={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}

interface DialogProps {
  organisation: Organisation | null;
  onClose: () => void;
}

function OrganisationDialog({ organisation, onClose }: DialogProps) {
  const { t } = useLingui();
  const [domains, setDomains] = useState(organisation?.domains ?? []);

  async function save(text: TextOf): Promise<void> {
    const input = { name: text('name'), domains };
    if (organisation) {
      const base = { name: organisation.name, domains: organisation.domains };
      await changeOrganisation(organisation.id, input, base);
    } else await createOrganisation(input);
  }

  return (
    <RecordDialog
      edited={organisation?.name ?? null}
      addTitle={<Trans>Add an organisation</Trans>}
      stale={[keys.organisations]}
      onClose={onClose}
      onSave={save}
    >
      {(problemAt) => (
        <>
          <NameField name={organisation?.name} problemAt={problemAt} />
          <TagsInput
            label={t`Domains`}
            placeholder="example.com"
            value={domains}
            onChange={(next) => setDomains(next.map((one) => one.trim().toLowerCase().replace(/^@/, '')))}
            acceptValueOnBlur
            error={problemAt('/domains')}
          />
        </>
      )}
    </RecordDialog>
  );
}
