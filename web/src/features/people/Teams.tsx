import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { catalogueQuery } from '~/api/session';
import { changeTeam, createTeam, teamsQuery } from '~/api/settings';
import type { Team } from '~/api/settingsTypes';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { FormDialog } from '~/ui/FormDialog';
import classes from './people.module.css';

export function Teams() {
  const { t } = useLingui();
  const query = useQuery(teamsQuery);
  const { data: catalogue } = useQuery(catalogueQuery);
  const [open, setOpen] = useState<Team | 'new' | null>(null);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <div className={classes.tools}>
        <p>
          <Trans>Teams share work inside a department.</Trans>
        </p>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen('new')}>
          <Trans>Add a team</Trans>
        </Button>
      </div>
      <DataTable
        label={t`Teams`}
        rows={query.data?.results}
        rowKey={(team) => team.id}
        onOpen={setOpen}
        openLabel={(team) => t`Edit ${team.name}`}
        empty={<Empty icon={<IconUsersGroup size={22} stroke={1.6} />} title={<Trans>No teams yet</Trans>} />}
        columns={[
          { key: 'name', title: t`Name`, cell: (team) => team.name },
          {
            key: 'department',
            title: t`Department`,
            cell: (team) => catalogue?.departments.find((one) => one.id === team.department_id)?.name ?? '',
          },
          {
            key: 'members',
            tight: true,
            title: t`Members`,
            cell: (team) => <Plural value={team.member_ids.length} one="# member" other="# members" />,
          },
        ]}
      />
      {open ? <TeamDialog team={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </>
  );
}

function TeamDialog({ team, onClose }: { team: Team | null; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data: catalogue } = useQuery(catalogueQuery);
  const [chosen, setChosen] = useState(team?.department_id ?? null);
  const department = chosen ?? catalogue?.departments[0]?.id ?? '';
  const [members, setMembers] = useState(team?.member_ids ?? []);
  const agents = (catalogue?.agents ?? []).filter(
    (agent) => !department || agent.department_ids.includes(department) || members.includes(agent.id),
  );

  async function save(form: FormData): Promise<void> {
    const input = { name: String(form.get('name')).trim(), department_id: department, member_ids: members };
    if (team) {
      const { name, department_id, member_ids } = team;
      await changeTeam(team.id, input, { name, department_id, member_ids });
    } else await createTeam(input);
    await client.invalidateQueries({ queryKey: keys.teams });
    await client.invalidateQueries({ queryKey: keys.catalogue });
  }

  return (
    <FormDialog
      title={team ? <Trans>Edit {team.name}</Trans> : <Trans>Add a team</Trans>}
      submitLabel={team ? <Trans>Save</Trans> : <Trans>Add</Trans>}
      onClose={onClose}
      onSubmit={save}
    >
      {(problemAt) => (
        <>
          <TextInput
            name="name"
            label={t`Name`}
            defaultValue={team?.name}
            required
            error={problemAt('/name')}
            data-autofocus
          />
          <Select
            label={t`Department`}
            data={(catalogue?.departments ?? []).map((one) => ({ value: one.id, label: one.name }))}
            value={department}
            onChange={setChosen}
            allowDeselect={false}
            error={problemAt('/department_id')}
          />
          <MultiSelect
            label={t`Members`}
            data={agents.map((agent) => ({ value: agent.id, label: agent.name }))}
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
