import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ShortcutId } from '~/actions/keymap';
import { catalogueQuery } from '~/api/session';
import type { FieldName, Priority, Ticket, TicketType } from '~/api/types';
import { Avatar } from '~/ui/Avatar';
import { priorityNames, typeNames } from '~/ui/names';
import { PriorityMark } from '~/ui/PriorityMark';
import { StatusMark } from '~/ui/StatusMark';
import { useStatuses } from './useStatuses';

export interface Option {
  value: string;
  label: string;
  sign?: ReactNode;
}

/** A field whose value is one of a list. */
export interface TicketChoice {
  field: FieldName;
  label: string;
  current: string | null;
  options: Option[];
  /** The word for "empty", where the field may be empty. */
  none?: string;
  ability?: 'edit' | 'assign';
  shortcut?: ShortcutId;
}

/** The fields that are chosen, with what may be chosen: for the details of the ticket and for the palette. */
export function useTicketChoices(ticket: Ticket): TicketChoice[] {
  const { t, i18n } = useLingui();
  const { data } = useQuery(catalogueQuery);
  const statuses = useStatuses();
  // Agents of the ticket's department; those of other departments cannot see it and are left out.
  const agents = (data?.agents ?? []).filter(
    (agent) =>
      agent.active &&
      agent.role !== 'light_agent' &&
      (agent.department_ids.includes(ticket.department.id) ||
        agent.role === 'admin' ||
        agent.id === ticket.owner?.id),
  );
  const teams = (data?.teams ?? []).filter(
    (team) => team.department_id === null || team.department_id === ticket.department.id,
  );
  return [
    {
      field: 'owner',
      label: t`Owner`,
      ability: 'assign',
      shortcut: 'assign',
      none: t`Nobody`,
      current: ticket.owner?.id ?? null,
      options: agents.map((agent) => ({
        value: agent.id,
        label: agent.name,
        sign: <Avatar name={agent.name} kind="agent" size={18} />,
      })),
    },
    {
      field: 'status',
      label: t`Status`,
      current: ticket.status,
      options: statuses.of(ticket.department.id).map((status) => ({
        value: status.slug,
        label: status.name,
        sign: <StatusMark group={status.group} colour={status.colour} />,
      })),
    },
    {
      field: 'priority',
      label: t`Priority`,
      shortcut: 'priority',
      current: ticket.priority,
      options: (data?.priorities ?? []).map((priority: Priority) => ({
        value: priority,
        label: i18n._(priorityNames[priority]),
        sign: <PriorityMark priority={priority} />,
      })),
    },
    {
      field: 'type',
      label: t`Type`,
      none: t({ message: 'None', context: 'ticket type' }),
      current: ticket.type,
      options: (data?.types ?? []).map((type: TicketType) => ({
        value: type,
        label: i18n._(typeNames[type]),
      })),
    },
    {
      field: 'team',
      label: t`Team`,
      ability: 'assign',
      shortcut: 'team',
      none: t({ message: 'None', context: 'team' }),
      current: ticket.team?.id ?? null,
      options: teams.map((team) => ({ value: team.id, label: team.name })),
    },
    {
      field: 'department',
      label: t`Department`,
      current: ticket.department.id,
      options: (data?.departments ?? []).map((one) => ({ value: one.id, label: one.name })),
    },
  ];
}
