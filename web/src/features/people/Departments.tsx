import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconBuilding, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { departmentsQuery, statusesQuery } from '~/api/settings';
import type { Department } from '~/api/settingsTypes';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { DepartmentDialog } from './DepartmentDialog';
import classes from './people.module.css';

export function Departments() {
  const { t } = useLingui();
  const query = useQuery(departmentsQuery);
  const statuses = useQuery(statusesQuery);
  const [open, setOpen] = useState<Department | 'new' | null>(null);
  if (statuses.isLoadingError)
    return <Failure error={statuses.error} retry={() => void statuses.refetch()} />;
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <div className={classes.tools}>
        <p>
          <Trans>A ticket is in exactly one department; its members see it.</Trans>
        </p>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen('new')}>
          <Trans>Add a department</Trans>
        </Button>
      </div>
      <DataTable
        label={t`Departments`}
        rows={query.data?.results}
        rowKey={(department) => department.id}
        onOpen={setOpen}
        openLabel={(department) => t`Edit ${department.name}`}
        empty={
          <Empty icon={<IconBuilding size={22} stroke={1.6} />} title={<Trans>No departments yet</Trans>} />
        }
        columns={[
          {
            key: 'name',
            title: t({ message: 'Name', context: 'of a thing' }),
            cell: (department) => department.name,
          },
          {
            key: 'members',
            tight: true,
            title: t`Members`,
            cell: (department) => (
              <Plural value={department.member_ids.length} one="# member" other="# members" />
            ),
          },
        ]}
      />
      {open && statuses.data ? (
        <DepartmentDialog
          department={open === 'new' ? null : open}
          statuses={statuses.data.results}
          sets={statuses.data.sets}
          onClose={() => setOpen(null)}
        />
      ) : null}
    </>
  );
}
