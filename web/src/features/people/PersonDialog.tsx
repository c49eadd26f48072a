import { Trans, useLingui } from '@lingui/react/macro';
import { MultiSelect, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { catalogueQuery } from '~/api/session';
import { changePerson, createPerson } from '~/api/settings';
import type { Person } from '~/api/settingsTypes';
import type { Role } from '~/api/types';
import type { TextOf } from '~/ui/FormDialog';
import { roleNames } from '~/ui/names';
import { NameField, RecordDialog } from '~/ui/RecordDialog';
import type { Invited } from './InvitedDialog';
import { PersonLinks } from './PersonLinks';

const roles: Role[] = ['admin', 'manager', 'supervisor', 'agent', 'light_agent'];

const seen = ({ name, email, role, active, granted, departments, teams }: Person) => ({
  name,
  email,
  role,
  active,
  granted,
  department_ids: departments.map((one) => one.id),
  team_ids: teams.map((one) => one.id),
});

interface Props {
  person: Person | null;
  onClose: () => void;
  /** The link of an invitation that was sent just now. */
  onInvited: (invited: Invited) => void;
}

export function PersonDialog({ person, onClose, onInvited }: Props) {
  const { t, i18n } = useLingui();
  const { data: catalogue } = useQuery(catalogueQuery);
  const [role, setRole] = useState<Role>(person?.role ?? 'agent');
  const [departments, setDepartments] = useState(person?.departments.map((one) => one.id) ?? []);
  const [teams, setTeams] = useState(person?.teams.map((one) => one.id) ?? []);
  // A password is not trimmed.
  const [password, setPassword] = useState('');
  const [inviting, setInviting] = useState(true);
  const [active, setActive] = useState(person?.active ?? true);
  const [granted, setGranted] = useState(person?.granted ?? []);
  const options = (items: { id: string; name: string }[] = []) =>
    items.map((one) => ({ value: one.id, label: one.name }));

  async function save(text: TextOf): Promise<void> {
    const input = {
      name: text('name'),
      email: text('email'),
      role,
      granted: role === 'agent' ? granted : [],
      department_ids: departments,
      team_ids: teams,
    };
    if (person) await changePerson(person.id, { ...input, active }, seen(person));
    else {
      const made = await createPerson({
        ...input,
        invite: inviting,
        ...(!inviting && password ? { password } : {}),
      });
      if (made.invitation_url) onInvited({ name: made.name, email: made.email, url: made.invitation_url });
    }
  }

  return (
    <RecordDialog
      edited={person?.name ?? null}
      addTitle={<Trans>Add an agent</Trans>}
      stale={[keys.people, keys.catalogue]}
      onClose={onClose}
      onSave={save}
    >
      {(problemAt) => (
        <>
          <NameField person name={person?.name} problemAt={problemAt} />
          <TextInput
            name="email"
            type="email"
            label={t`Email address`}
            defaultValue={person?.email}
            required
            error={problemAt('/email')}
          />
          {person ? (
            <PersonLinks person={person} onInvited={onInvited} />
          ) : (
            <Switch
              label={t`Invite by mail`}
              description={t`A link is mailed with which they choose their own password.`}
              checked={inviting}
              onChange={(event) => setInviting(event.currentTarget.checked)}
            />
          )}
          {person || inviting ? null : (
            <PasswordInput
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              label={t`Password`}
              description={t`The agent can change it later.`}
              autoComplete="new-password"
              error={problemAt('/password')}
              visibilityToggleButtonProps={{ 'aria-label': t`Show or hide the password` }}
            />
          )}
          <Select
            label={t`Role`}
            data={roles.map((value) => ({ value, label: i18n._(roleNames[value]) }))}
            value={role}
            onChange={(value) => setRole((value as Role | null) ?? role)}
            allowDeselect={false}
            error={problemAt('/role')}
          />
          {role === 'agent' ? (
            <Switch.Group
              label={t`Beyond the role`}
              value={granted}
              onChange={setGranted}
              error={problemAt('/granted')}
            >
              <Switch value="tickets.spam" mt={4} label={t`May mark spam and block senders`} />
              <Switch
                value="tickets.trash"
                mt={6}
                label={t`May move tickets to the trash and restore them`}
              />
            </Switch.Group>
          ) : null}
          <MultiSelect
            label={t`Departments`}
            description={t`Agents see the tickets of their departments.`}
            data={options(catalogue?.departments)}
            value={departments}
            onChange={setDepartments}
            error={problemAt('/department_ids')}
          />
          <MultiSelect
            label={t`Teams`}
            data={options(catalogue?.teams)}
            value={teams}
            onChange={setTeams}
            error={problemAt('/team_ids')}
          />
          {person ? (
            <Switch
              label={t`May sign in`}
              checked={active}
              onChange={(event) => setActive(event.currentTarget.checked)}
              error={problemAt('/active')}
            />
          ) : null}
        </>
      )}
    </RecordDialog>
  );
}
