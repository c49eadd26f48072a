import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '~/api/session';
import type { Priority, TicketType } from '~/api/types';
import { Avatar } from '~/ui/Avatar';
import { priorityNames, typeNames } from '~/ui/names';
import { PriorityMark } from '~/ui/PriorityMark';
import { StatusMark } from '~/ui/StatusMark';
import { ChoiceField } from './ChoiceField';
import { useStatuses } from './useStatuses';
import { useEditing } from './useTicketEdit';

/** Agents of the ticket's department first; those of other departments cannot see it and are left out. */
export function OwnerField() {
  const { t } = useLingui();
  const { ticket } = useEditing();
  const { data } = useQuery(catalogueQuery);
  const agents = (data?.agents ?? []).filter(
    (agent) =>
      agent.active &&
      agent.role !== 'light_agent' &&
      (agent.department_ids.includes(ticket.department.id) ||
        agent.role === 'admin' ||
        agent.id === ticket.owner?.id),
  );
  return (
    <ChoiceField
      field="owner"
      shortcut="assign"
      label={t`Owner`}
      ability="assign"
      none={t`Nobody`}
      current={ticket.owner?.id ?? null}
      options={agents.map((agent) => ({
        value: agent.id,
        label: agent.name,
        sign: <Avatar name={agent.name} kind="agent" size={18} />,
      }))}
    />
  );
}

export function PlainChoices() {
  const { t, i18n } = useLingui();
  const { ticket } = useEditing();
  const { data } = useQuery(catalogueQuery);
  const statuses = useStatuses();
  const teams = (data?.teams ?? []).filter(
    (team) => team.department_id === null || team.department_id === ticket.department.id,
  );
  return (
    <>
      <ChoiceField
        field="status"
        label={t`Status`}
        current={ticket.status}
        options={statuses.of(ticket.department.id).map((status) => ({
          value: status.slug,
          label: status.name,
          sign: <StatusMark group={status.group} colour={status.colour} />,
        }))}
      />
      <ChoiceField
        field="priority"
        shortcut="priority"
        label={t`Priority`}
        current={ticket.priority}
        options={(data?.priorities ?? []).map((priority: Priority) => ({
          value: priority,
          label: i18n._(priorityNames[priority]),
          sign: <PriorityMark priority={priority} />,
        }))}
      />
      <ChoiceField
        field="type"
        label={t`Type`}
        none={t({ message: 'None', context: 'ticket type' })}
        current={ticket.type}
        options={(data?.types ?? []).map((type: TicketType) => ({
          value: type,
          label: i18n._(typeNames[type]),
        }))}
      />
      <ChoiceField
        field="team"
        shortcut="team"
        label={t`Team`}
        ability="assign"
        none={t({ message: 'None', context: 'team' })}
        current={ticket.team?.id ?? null}
        options={teams.map((team) => ({ value: team.id, label: team.name }))}
      />
      <ChoiceField
        field="department"
        label={t`Department`}
        current={ticket.department.id}
        options={(data?.departments ?? []).map((one) => ({ value: one.id, label: one.name }))}
      />
    </>
  );
}
