import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type {
  CaughtMail,
  CaughtMailDetail,
  Customer,
  Department,
  LedgerEntry,
  Mailbox,
  MailboxInput,
  NotificationPage,
  Organisation,
  Person,
  PersonInput,
  Quarantined,
  StatusChanges,
  StatusSet,
  Team,
} from './settingsTypes';
import type { Id, Page, Status } from './types';

export const peopleQuery = queryOptions({
  queryKey: keys.people,
  queryFn: ({ signal }) => api.get<Page<Person>>('/people', undefined, signal),
});
export const createPerson = (input: PersonInput) => api.post<Person>('/people', input);
/** `base` is what stood in the form when it opened: what others changed meanwhile is merged, not overwritten. */
export const changePerson = (id: Id, input: PersonInput, base: PersonInput) =>
  api.patch<Person>(`/people/${id}`, { ...input, base });

export const customersQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: keys.customers(q),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Customer>>('/customers', { q, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const departmentsQuery = queryOptions({
  queryKey: keys.departments,
  queryFn: ({ signal }) => api.get<Page<Department>>('/departments', undefined, signal),
});
export const createDepartment = (input: Partial<Department> & { status_set?: string }) =>
  api.post<Department>('/departments', input);
export const changeDepartment = (id: Id, input: Partial<Department>, base: Partial<Department>) =>
  api.patch<Department>(`/departments/${id}`, { ...input, base });

export const statusesQuery = queryOptions({
  queryKey: keys.statuses,
  queryFn: ({ signal }) => api.get<Page<Status> & { sets: StatusSet[] }>('/statuses', undefined, signal),
});
export const changeStatus = (id: Id, changes: StatusChanges) =>
  api.patch<Status>(`/statuses/${id}`, { changes });

export const teamsQuery = queryOptions({
  queryKey: keys.teams,
  queryFn: ({ signal }) => api.get<Page<Team>>('/teams', undefined, signal),
});
export const createTeam = (input: Partial<Team>) => api.post<Team>('/teams', input);
export const changeTeam = (id: Id, input: Partial<Team>, base: Partial<Team>) =>
  api.patch<Team>(`/teams/${id}`, { ...input, base });

export const organisationsQuery = queryOptions({
  queryKey: keys.organisations,
  queryFn: ({ signal }) => api.get<Page<Organisation>>('/organisations', undefined, signal),
});
export const createOrganisation = (input: Partial<Organisation>) =>
  api.post<Organisation>('/organisations', input);
export const changeOrganisation = (id: Id, input: Partial<Organisation>, base: Partial<Organisation>) =>
  api.patch<Organisation>(`/organisations/${id}`, { ...input, base });

export const mailboxesQuery = queryOptions({
  queryKey: keys.mailboxes,
  queryFn: ({ signal }) => api.get<Page<Mailbox>>('/mailboxes', undefined, signal),
});
export const createMailbox = (input: MailboxInput) => api.post<Mailbox>('/mailboxes', input);
export const changeMailbox = (id: Id, input: MailboxInput, base: MailboxInput) =>
  api.patch<Mailbox>(`/mailboxes/${id}`, { ...input, base });
export const testMailbox = (id: Id) => api.post<unknown>(`/mailboxes/${id}/test`);

export const notificationsQuery = infiniteQueryOptions({
  queryKey: keys.notifications,
  queryFn: ({ pageParam, signal }) =>
    api.get<NotificationPage>('/notifications', { cursor: pageParam }, signal),
  initialPageParam: '',
  getNextPageParam: (last) => last.next ?? undefined,
});
export const latestNotifications = () => api.get<NotificationPage>('/notifications');
export const markNotificationsRead = (which: { ids: Id[] } | { all: true }) =>
  api.post<unknown>('/notifications/read', which);

export const quarantineQuery = queryOptions({
  queryKey: keys.quarantine,
  queryFn: ({ signal }) => api.get<Page<Quarantined>>('/quarantine', undefined, signal),
});
export const ledgerQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.ledger(id),
    queryFn: ({ signal }) => api.get<LedgerEntry>(`/ledger/${id}`, undefined, signal),
  });
/** Places a mail once more, for instance after its mailbox was made. */
export const retryMail = (id: Id) => api.post<unknown>(`/ledger/${id}/retry`);
/** Makes a ticket of it, whatever put it into quarantine. */
export const releaseMail = (id: Id) => api.post<unknown>(`/ledger/${id}/release`);
export const rawMailUrl = (id: Id) => `/api/v1/ledger/${id}/raw`;

export const caughtMailQuery = queryOptions({
  queryKey: keys.caughtMail,
  queryFn: ({ signal }) => api.get<Page<CaughtMail>>('/caught-mail', undefined, signal),
});
export const caughtQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.caught(id),
    queryFn: ({ signal }) => api.get<CaughtMailDetail>(`/caught-mail/${id}`, undefined, signal),
  });
export const emptyCaughtMail = () => api.del<void>('/caught-mail');
