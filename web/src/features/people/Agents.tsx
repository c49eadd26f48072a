import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { IconPlus, IconSearch, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { peopleQuery } from '~/api/settings';
import type { Person } from '~/api/settingsTypes';
import { Avatar } from '~/ui/Avatar';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { roleNames } from '~/ui/names';
import { Access } from './Access';
import { type Invited, InvitedDialog } from './InvitedDialog';
import { PersonDialog } from './PersonDialog';
import classes from './people.module.css';

export function Agents() {
  const { t, i18n } = useLingui();
  const query = useQuery(peopleQuery);
  const [needle, setNeedle] = useState('');
  const [open, setOpen] = useState<Person | 'new' | null>(null);
  const [invited, setInvited] = useState<Invited | null>(null);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const wanted = needle.trim().toLocaleLowerCase();
  const rows = query.data?.results.filter((person) =>
    `${person.name} ${person.email}`.toLocaleLowerCase().includes(wanted),
  );
  return (
    <>
      <div className={classes.tools}>
        <TextInput
          type="search"
          size="xs"
          aria-label={t`Search agents`}
          placeholder={t`Search`}
          leftSection={<IconSearch size={15} stroke={1.6} />}
          value={needle}
          onChange={(event) => setNeedle(event.currentTarget.value)}
        />
        <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen('new')}>
          <Trans>Add an agent</Trans>
        </Button>
      </div>
      <DataTable
        label={t`Agents`}
        rows={rows}
        rowKey={(person) => person.id}
        onOpen={setOpen}
        openLabel={(person) => t`Edit ${person.name}`}
        empty={
          <Empty icon={<IconUsers size={22} stroke={1.6} />} title={<Trans>Nobody by that name</Trans>} />
        }
        columns={[
          {
            key: 'name',
            title: t`Name`,
            cell: (person) => (
              <span className={classes.person} data-off={!person.active || undefined}>
                <Avatar name={person.name} kind="agent" />
                <span>
                  {person.name}
                  <small>{person.email}</small>
                </span>
              </span>
            ),
          },
          { key: 'role', tight: true, title: t`Role`, cell: (person) => i18n._(roleNames[person.role]) },
          {
            key: 'departments',
            title: t`Departments`,
            extra: true,
            cell: (person) => person.departments.map((one) => one.name).join(', '),
          },
          {
            key: 'teams',
            title: t`Teams`,
            extra: true,
            cell: (person) => person.teams.map((one) => one.name).join(', '),
          },
          {
            key: 'state',
            tight: true,
            title: t`Access`,
            cell: (person) => <Access person={person} />,
          },
        ]}
      />
      {open ? (
        <PersonDialog
          person={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onInvited={setInvited}
        />
      ) : null}
      {invited ? <InvitedDialog {...invited} onClose={() => setInvited(null)} /> : null}
    </>
  );
}
