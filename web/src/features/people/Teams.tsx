import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { catalogueQuery } from '~/api/session';
import { changeTeam, createTeam, deleteTeam, teamsQuery } from '~/api/settings';
import type { Team } from '~/api/settingsTypes';
import { DataTable } from '~/ui/DataTable';
import { DeleteButton } from '~/ui/DeleteButton';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import type { TextOf } from '~/ui/FormDialog';
import { NameField, RecordDialog } from '~/ui/RecordDialog';
import { DepartmentField, MembersField } from './fields';
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
          { key: 'name', title: t({ message: 'Name', context: 'of a thing' }), cell: (team) => team.name },
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
  const { data: catalogue } = useQuery(catalogueQuery);
  const client = useQueryClient();
  const [chosen, setChosen] = useState(team?.department_id ?? null);
  const department = chosen ?? catalogue?.departments[0]?.id ?? '';
  const [members, setMembers] = useState(team?.member_ids ?? []);

  async function save(text: TextOf): Promise<void> {
    const input = { name: text('name'), department_id: department, member_ids: members };
    if (team) {
      const { name, department_id, member_ids } = team;
      await changeTeam(team.id, input, { name, department_id, member_ids });
    } else await createTeam(input);
  }

  return (
    <RecordDialog
      edited={team?.name ?? null}
      addTitle={<Trans>Add a team</Trans>}
      stale={[keys.teams, keys.catalogue]}
      onClose={onClose}
      onSave={save}
    >
      {(problemAt) => (
        <>
          <NameField name={team?.name} problemAt={problemAt} />
          <DepartmentField value={department} onChange={setChosen} problemAt={problemAt} />
          <MembersField
            value={members}
            onChange={setMembers}
            inDepartment={department}
            problemAt={problemAt}
          />
          {team ? (
            <DeleteButton
              label={<Trans>Delete the team</Trans>}
              consequence={<Trans>Its closed tickets stay, without a team.</Trans>}
              onDelete={async () => {
                await deleteTeam(team.id);
                onClose();
                await client.invalidateQueries({ queryKey: keys.teams });
                await client.invalidateQueries({ queryKey: keys.catalogue });
              }}
            />
          ) : null}
        </>
      )}
    </RecordDialog>
  );
}
