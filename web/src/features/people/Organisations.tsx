import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { organisationsQuery } from '~/api/settings';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { MoreButton } from '~/ui/MoreButton';
import { OrganisationDialog } from './OrganisationDialog';
import classes from './people.module.css';

export function Organisations() {
  const { t } = useLingui();
  const query = useInfiniteQuery(organisationsQuery);
  const navigate = useNavigate();
  const [adding, setAdding] = useState(false);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <div className={classes.tools}>
        <p>
          <Trans>Customers whose mail address has one of its domains belong to an organisation.</Trans>
        </p>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>
          <Trans>Add an organisation</Trans>
        </Button>
      </div>
      <DataTable
        label={t`Organisations`}
        rows={query.data?.pages.flatMap((page) => page.results)}
        rowKey={(organisation) => organisation.id}
        onOpen={({ id }) => void navigate({ to: '/people/organisations/$id', params: { id } })}
        openLabel={(organisation) => t`Open ${organisation.name}`}
        empty={
          <Empty
            icon={<IconBuildingCommunity size={22} stroke={1.6} />}
            title={<Trans>No organisations yet</Trans>}
          />
        }
        columns={[
          {
            key: 'name',
            title: t({ message: 'Name', context: 'of a thing' }),
            cell: (organisation) => organisation.name,
          },
          { key: 'domains', title: t`Domains`, cell: (organisation) => organisation.domains.join(', ') },
          {
            key: 'customers',
            tight: true,
            title: t`Customers`,
            cell: (organisation) => (
              <Plural value={organisation.customers} one="# customer" other="# customers" />
            ),
          },
        ]}
      />
      <MoreButton query={query} />
      {adding ? <OrganisationDialog organisation={null} onClose={() => setAdding(false)} /> : null}
    </>
  );
}
