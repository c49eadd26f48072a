import { useLingui } from '@lingui/react/macro';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '~/api/client';
import { startQuery } from '~/api/start';
import type { Schemas, TicketList } from '~/api/types';
import { useStatuses } from '~/features/ticket/useStatuses';
import { Avatar } from '~/ui/Avatar';
import { StatusMark } from '~/ui/StatusMark';
import type { Item } from './item';
import type { Mode } from './matching';

const few = 6;
const foundTickets = (q: string) =>
  queryOptions({
    queryKey: ['palette', 'tickets', q],
    queryFn: ({ signal }) => api.get<TicketList>('/tickets', { view: 'all', q, limit: few }, signal),
    staleTime: 15_000,
    placeholderData: keepPreviousData,
  });
const foundPeople = (q: string) =>
  queryOptions({
    queryKey: ['palette', 'people', q],
    queryFn: ({ signal }) => api.get<Schemas['CustomerList']>('/customers', { q }, signal),
    staleTime: 15_000,
    placeholderData: keepPreviousData,
  });

/** What the server finds for the text, beside what was on screen before: nobody waits for it. */
export function useFound(
  typed: string,
  mode: Mode,
): { tickets: Item[]; people: Item[]; opened: Item[]; failed: boolean } {
  const { t } = useLingui();
  const navigate = useNavigate();
  const statuses = useStatuses();
  const [q] = useDebouncedValue(typed, 120);
  const asks = (wanted: Mode) => q.length > 0 && typed.length > 0 && (mode === 'all' || mode === wanted);
  const tickets = useQuery({ ...foundTickets(q), enabled: asks('tickets') });
  const people = useQuery({ ...foundPeople(q), enabled: asks('people') });
  const start = useQuery({ ...startQuery, enabled: typed === '' });

  const open = (number: number) => () =>
    void navigate({ to: '/tickets/$number', params: { number: String(number) } });
  const sign = (
    row: { group: TicketList['results'][number]['group']; status: string },
    department: string,
  ) => <StatusMark group={row.group} colour={statuses.colourOf(department, row.status)} />;
  return {
    tickets: asks('tickets')
      ? (tickets.data?.results ?? []).map((row) => ({
          id: `ticket:${row.number}`,
          group: 'tickets',
          label: `#${row.number} ${row.subject}`,
          detail: row.requester.name || row.requester.email,
          icon: sign(row, row.department.id),
          run: open(row.number),
        }))
      : [],
    people: asks('people')
      ? (people.data?.results ?? []).slice(0, few).map((one) => ({
          id: `person:${one.id}`,
          group: 'people',
          label: one.name || one.email,
          detail: one.name ? one.email : t`Customer`,
          icon: <Avatar name={one.name || one.email} size={18} />,
          run: () => void navigate({ to: '/people/customers/$id', params: { id: one.id } }),
        }))
      : [],
    opened: (start.data?.recent ?? []).slice(0, few).map((row) => ({
      id: `ticket:${row.number}`,
      group: 'recent',
      label: `#${row.number} ${row.subject}`,
      icon: sign(row, row.department_id),
      run: open(row.number),
    })),
    failed: (asks('tickets') && tickets.isError) || (asks('people') && people.isError),
  };
}
