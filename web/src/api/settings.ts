import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type {
  AcknowledgementPreview,
  AutomaticMail,
  CaughtMailDetail,
  Department,
  DepartmentChanges,
  LedgerEntry,
  LedgerState,
  LoopVerdict,
  Mailbox,
  MailboxChanges,
  MailHookInput,
  MailServerInput,
  MailSignInInput,
  NewDepartment,
  NewMailbox,
  NewOrganisation,
  NewPerson,
  NewTeam,
  NotificationPage,
  Organisation,
  OrganisationChanges,
  People,
  Person,
  PersonBase,
  PersonChanges,
  ServerTried,
  StatusChanges,
  Team,
  TeamChanges,
} from './settingsTypes';
import type { Id, Schemas, Status } from './types';

export const peopleQuery = queryOptions({
  queryKey: keys.people,
  queryFn: ({ signal }) => api.get<People>('/people', undefined, signal),
});
export const createPerson = (input: NewPerson) => api.post<Schemas['ColleagueMade']>('/people', input);
/** `base` is what stood in the form when it opened: what others changed meanwhile is merged, not overwritten. */
export const changePerson = (id: Id, input: PersonChanges, base: PersonBase) =>
  api.patch<Person>(`/people/${id}`, { ...input, base });

export const blockCustomer = (id: Id, on: boolean) =>
  api.post<Schemas['CustomerShown']>(`/customers/${id}/${on ? 'block' : 'unblock'}`);

export const customersQuery = (q: string) =>
  infiniteQueryOptions({
    queryKey: keys.customers(q),
    queryFn: ({ pageParam, signal }) =>
      api.get<Schemas['CustomerList']>('/customers', { q, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });

export const departmentsQuery = queryOptions({
  queryKey: keys.departments,
  queryFn: ({ signal }) => api.get<Schemas['DepartmentList']>('/departments', undefined, signal),
});
export const createDepartment = (input: NewDepartment) => api.post<Department>('/departments', input);
export const changeDepartment = (id: Id, input: DepartmentChanges, base: DepartmentChanges) =>
  api.patch<Department>(`/departments/${id}`, { ...input, base });

export const statusesQuery = queryOptions({
  queryKey: keys.statuses,
  queryFn: ({ signal }) => api.get<Schemas['StatusList']>('/statuses', undefined, signal),
});
export const changeStatus = (id: Id, changes: StatusChanges) =>
  api.patch<Status>(`/statuses/${id}`, { changes });

export const teamsQuery = queryOptions({
  queryKey: keys.teams,
  queryFn: ({ signal }) => api.get<Schemas['TeamList']>('/teams', undefined, signal),
});
export const createTeam = (input: NewTeam) => api.post<Team>('/teams', input);
export const deleteTeam = (id: Id) => api.del<void>(`/teams/${id}`);
export const changeTeam = (id: Id, input: TeamChanges, base: TeamChanges) =>
  api.patch<Team>(`/teams/${id}`, { ...input, base });

export const organisationsQuery = infiniteQueryOptions({
  queryKey: keys.organisations,
  queryFn: ({ pageParam, signal }) =>
    api.get<Schemas['OrganisationList']>('/organisations', { cursor: pageParam }, signal),
  initialPageParam: '',
  getNextPageParam: (last) => last.next ?? undefined,
});
export const createOrganisation = (input: NewOrganisation) => api.post<Organisation>('/organisations', input);
export const changeOrganisation = (id: Id, input: OrganisationChanges, base: OrganisationChanges) =>
  api.patch<Organisation>(`/organisations/${id}`, { ...input, base });

export const mailboxesQuery = queryOptions({
  queryKey: keys.mailboxes,
  queryFn: ({ signal }) => api.get<Schemas['MailboxList']>('/mailboxes', undefined, signal),
});
export const createMailbox = (input: NewMailbox) => api.post<Mailbox>('/mailboxes', input);
export const changeMailbox = (id: Id, input: MailboxChanges, base: MailboxChanges) =>
  api.patch<Mailbox>(`/mailboxes/${id}`, { ...input, base });
export const setMailServer = (id: Id, direction: 'incoming' | 'outgoing', input: MailServerInput) =>
  api.put<Mailbox>(`/mailboxes/${id}/${direction}`, input);
export const tryMailServer = (id: Id, direction: 'incoming' | 'outgoing', input: MailServerInput) =>
  api.post<ServerTried>(`/mailboxes/${id}/${direction}/test`, input);
export const removeMailServer = (id: Id, direction: 'incoming' | 'outgoing') =>
  api.del<Mailbox>(`/mailboxes/${id}/${direction}`);
export const decideOlderMail = (id: Id, take: boolean) =>
  api.post<Mailbox>(`/mailboxes/${id}/incoming/older`, { take });
export const setMailHook = (id: Id, input: MailHookInput) =>
  api.put<Schemas['MailHookSet']>(`/mailboxes/${id}/webhook`, input);
export const removeMailHook = (id: Id) => api.del<Mailbox>(`/mailboxes/${id}/webhook`);
export const setMailSignIn = (id: Id, input: MailSignInInput) =>
  api.put<Mailbox>(`/mailboxes/${id}/sign-in`, input);
export const beginSignIn = (id: Id) => api.post<Schemas['SignInBegun']>(`/mailboxes/${id}/sign-in/begin`, {});
export const finishSignIn = (input: Schemas['SignInReturned']) =>
  api.post<Mailbox>('/mail-sign-in/finish', input);
/** What an acknowledgement may name, and texts to begin with. */
export const automaticWordsQuery = queryOptions({
  queryKey: keys.automaticWords,
  queryFn: ({ signal }) =>
    api.get<Schemas['AcknowledgementWords']>('/automatic-mail/words', undefined, signal),
});
export const previewAcknowledgement = (id: Id, text: Schemas['PreviewInput']) =>
  api.post<AcknowledgementPreview>(`/mailboxes/${id}/acknowledgement/preview`, text);
/** Loops in which automatic mail was stopped, and the addresses that get none. */
export const automaticMailQuery = queryOptions({
  queryKey: keys.automaticMail,
  queryFn: ({ signal }) => api.get<AutomaticMail>('/automatic-mail', undefined, signal),
});
export const decideLoop = (id: Id, verdict: LoopVerdict) =>
  api.post<AutomaticMail>(`/automatic-mail/${id}/${verdict}`);
export const testMailbox = (id: Id) => api.post<unknown>(`/mailboxes/${id}/test`);

export const notificationsQuery = (show: 'all' | 'unread') =>
  infiniteQueryOptions({
    queryKey: keys.notificationList(show),
    queryFn: ({ pageParam, signal }) =>
      api.get<NotificationPage>('/notifications', { show, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
export const notificationSettingsQuery = queryOptions({
  queryKey: keys.notificationSettings,
  queryFn: ({ signal }) =>
    api.get<Schemas['NotificationSettings']>('/notifications/settings', undefined, signal),
});
export const changeNotificationSettings = (kinds: Schemas['SettingsInput']['kinds']) =>
  api.patch<Schemas['NotificationSettings']>('/notifications/settings', { kinds });
export const latestNotifications = () => api.get<NotificationPage>('/notifications');
export const markNotificationsRead = (which: { ids: Id[] } | { all: true }) =>
  api.post<unknown>('/notifications/read', which);

export const quarantineQuery = infiniteQueryOptions({
  queryKey: keys.quarantine,
  queryFn: ({ pageParam, signal }) =>
    api.get<Schemas['QuarantineList']>('/quarantine', { cursor: pageParam }, signal),
  initialPageParam: '',
  getNextPageParam: (last) => last.next ?? undefined,
});
/** All mail that came in; `state` is what became of it, empty for all. */
export const mailLogQuery = (state: LedgerState | '') =>
  infiniteQueryOptions({
    queryKey: keys.mailLogOf(state),
    queryFn: ({ pageParam, signal }) =>
      api.get<Schemas['LedgerList']>('/ledger', { state: state || undefined, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
export const ledgerQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.ledger(id),
    queryFn: ({ signal }) => api.get<LedgerEntry>(`/ledger/${id}`, undefined, signal),
  });
/** Places or reads chosen mails again. */
export const replayMails = (ids: readonly Id[]) =>
  api.post<Schemas['MailsReplayed']>('/ledger/replay', { ids: [...ids] });
/** Places a mail once more, for instance after its mailbox was made. */
export const retryMail = (id: Id) => api.post<unknown>(`/ledger/${id}/retry`);
/** Makes a ticket of it, whatever put it into quarantine. */
export const releaseMail = (id: Id) => api.post<unknown>(`/ledger/${id}/release`);
export const rawMailUrl = (id: Id) => `/api/v1/ledger/${id}/raw`;

export const failedMailQuery = infiniteQueryOptions({
  queryKey: keys.failedMail,
  queryFn: ({ pageParam, signal }) =>
    api.get<Schemas['FailedMailList']>('/failed-mail', { cursor: pageParam }, signal),
  initialPageParam: '',
  getNextPageParam: (last) => last.next ?? undefined,
});
/** How much mail waits for somebody; its screens are there only then. */
export const mailTroubleQuery = queryOptions({
  queryKey: keys.mailTrouble,
  queryFn: ({ signal }) => api.get<Schemas['MailTrouble']>('/mail-trouble', undefined, signal),
  refetchInterval: 60_000,
});
export const sendAgain = (number: number, delivery: Id) =>
  api.post<Schemas['Message']>(`/tickets/${number}/deliveries/${delivery}/send-again`);
/** Leaves the list of failed mail. */
export const settleFailure = (number: number, delivery: Id) =>
  api.post<Schemas['Message']>(`/tickets/${number}/deliveries/${delivery}/settle`);

export const caughtMailQuery = infiniteQueryOptions({
  queryKey: keys.caughtMail,
  queryFn: ({ pageParam, signal }) =>
    api.get<Schemas['CaughtList']>('/caught-mail', { cursor: pageParam }, signal),
  initialPageParam: '',
  getNextPageParam: (last) => last.next ?? undefined,
});
export const caughtQuery = (id: Id) =>
  queryOptions({
    queryKey: keys.caught(id),
    queryFn: ({ signal }) => api.get<CaughtMailDetail>(`/caught-mail/${id}`, undefined, signal),
  });
export const emptyCaughtMail = () => api.del<void>('/caught-mail');
