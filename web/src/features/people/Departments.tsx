import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, MultiSelect, TextInput } from '@mantine/core';
import { IconBuilding, IconPlus } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { catalogueQuery } from '~/api/session';
import { changeDepartment, createDepartment, departmentsQuery } from '~/api/settings';
import type { Department } from '~/api/settingsTypes';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { FormDialog } from '~/ui/FormDialog';
import classes from './people.module.css';

export function Departments() {
  const { t } = useLingui();
  const query = useQuery(departmentsQuery);
  const [open, setOpen] = useState<Department | 'new' | null>(null);
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
          { key: 'name', title: t`Name`, cell: (department) => department.name },
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
      {open ? (
        <DepartmentDialog department={open === 'new' ? null : open} onClose={() => setOpen(null)} />
      ) : null}
    </>
  );
}

function DepartmentDialog({ department, onClose }: { department: Department | null; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data: catalogue } = useQuery(catalogueQuery);
  const [members, setMembers] = useState(department?.member_ids ?? []);

  async function save(form: FormData): Promise<void> {
    const input = { name: String(form.get('name')).trim(), member_ids: members };
    if (department)
      await changeDepartment(department.id, input, {
        name: department.name,
        member_ids: department.member_ids,
      });
    else await createDepartment(input);
    await client.invalidateQueries({ queryKey: keys.departments });
    await client.invalidateQueries({ queryKey: keys.catalogue });
  }

  return (
    <FormDialog
      title={department ? <Trans>Edit {department.name}</Trans> : <Trans>Add a department</Trans>}
      submitLabel={department ? <Trans>Save</Trans> : <Trans>Add</Trans>}
      onClose={onClose}
      onSubmit={save}
    >
      {(problemAt) => (
        <>
          <TextInput
            name="name"
            label={t`Name`}
            defaultValue={department?.name}
            required
            error={problemAt('/name')}
            data-autofocus
          />
          <MultiSelect
            label={t`Members`}
            data={(catalogue?.agents ?? []).map((agent) => ({ value: agent.id, label: agent.name }))}
            value={members}
            onChange={setMembers}
            searchable
            error={problemAt('/member_ids')}
          />
        </>
      )}
    </FormDialog>
  );
}
