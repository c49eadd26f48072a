import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '~/api/session';
import type { FieldName, FieldValue, Priority, TicketType } from '~/api/types';
import { dateTime } from '~/i18n/format';
import { priorityNames, typeNames } from '~/ui/names';

/** Names of fields and of their values, as people call them. */
export function useFieldWords() {
  const { t, i18n } = useLingui();
  const { data } = useQuery(catalogueQuery);
  const names: Record<FieldName, string> = {
    subject: t`Subject`,
    status: t`Status`,
    priority: t`Priority`,
    type: t`Type`,
    owner: t`Owner`,
    team: t`Team`,
    department: t`Department`,
    due_at: t`Due`,
    tags: t`Tags`,
    cc: t`Copy to`,
    followers: t`Followers`,
    requester: t`Requester`,
  };
  const found = (items: { id: string; name: string }[] | undefined, id: string) =>
    items?.find((item) => item.id === id)?.name ?? id;

  function wordOf(field: FieldName, value: FieldValue): string {
    if (value === null) return '';
    if (Array.isArray(value)) {
      if (field === 'followers')
        return value.map((item) => (typeof item === 'string' ? found(data?.agents, item) : '')).join(', ');
      return value.map((item) => (typeof item === 'string' ? item : item.name || item.email)).join(', ');
    }
    switch (field) {
      case 'owner':
        return found(data?.agents, value);
      case 'team':
        return found(data?.teams, value);
      case 'department':
        return found(data?.departments, value);
      case 'status':
        return data?.statuses.find((status) => status.slug === value)?.name ?? value;
      case 'priority':
        return i18n._(priorityNames[value as Priority] ?? value);
      case 'type':
        return i18n._(typeNames[value as TicketType] ?? value);
      case 'due_at':
        return dateTime(value);
      default:
        return value;
    }
  }
  const nameOfAgent = (id: string | null) => data?.agents.find((agent) => agent.id === id)?.name;
  return { nameOf: (field: FieldName) => names[field], wordOf, nameOfAgent };
}
