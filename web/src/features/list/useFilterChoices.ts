import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '~/api/session';
import { channelNames, priorityNames } from '~/ui/names';
import type { FilterName } from './filters';

export interface FilterChoices {
  label: string;
  options: { value: string; label: string }[];
}

/** What each filter can be set to, in words; the same list names the chips. */
export function useFilterChoices(): Record<FilterName, FilterChoices> {
  const { t, i18n } = useLingui();
  const { data } = useQuery(catalogueQuery);
  const statuses = new Map((data?.statuses ?? []).map((status) => [status.slug, status.name]));
  const named = (items: { id: string; name: string }[] = []) =>
    items.map((item) => ({ value: item.id, label: item.name }));
  return {
    status: { label: t`Status`, options: [...statuses].map(([value, label]) => ({ value, label })) },
    owner: {
      label: t`Owner`,
      options: [
        { value: 'me', label: t`Me` },
        { value: 'none', label: t`Nobody` },
        ...named(data?.agents.filter((agent) => agent.active)),
      ],
    },
    priority: {
      label: t`Priority`,
      options: (data?.priorities ?? []).map((value) => ({ value, label: i18n._(priorityNames[value]) })),
    },
    channel: {
      label: t`Channel`,
      options: (['email', 'agent', 'phone', 'api'] as const).map((value) => ({
        value,
        label: i18n._(channelNames[value]),
      })),
    },
    department: { label: t`Department`, options: named(data?.departments) },
    tag: {
      label: t`Tag`,
      options: (data?.tags ?? []).slice(0, 100).map((tag) => ({ value: tag, label: tag })),
    },
    days: {
      label: t`Received`,
      options: [1, 3, 7, 14, 30, 90].map((days) => ({
        value: String(days),
        label: plural(days, { one: 'in the last # day', other: 'in the last # days' }),
      })),
    },
  };
}
