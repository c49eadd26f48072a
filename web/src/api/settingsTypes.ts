import type { Narrowed, Role, Schemas, Status, WithIds } from './types';

/** People, groups, mailboxes, mail and notifications, in the words of the API. */
export type Customer = Schemas['CustomerShown'];

export type Person = Narrowed<Schemas['ColleagueShown'], { role: Role }>;
export type People = Narrowed<Schemas['ColleagueList'], { results: Person[] }>;
export type NewPerson = WithIds<Schemas['NewColleague']>;
export type PersonChanges = WithIds<Omit<Schemas['ColleagueEdit'], 'base'>>;
export type PersonBase = WithIds<Schemas['ColleagueBase']>;

export type Department = Schemas['DepartmentShown'];
/** The statuses that a message sets by itself, by slug; empty for none. */
export type ReplyRules = Pick<Department, 'on_customer_reply' | 'on_agent_reply'>;
export type NewDepartment = WithIds<Schemas['NewDepartment']>;
export type DepartmentChanges = WithIds<Schemas['DepartmentBase']>;

export type StatusSet = Schemas['StatusSetShown'];
export type StatusLook = Pick<Status, 'name' | 'colour' | 'position' | 'offered_on_send'>;
export type StatusChanges = Schemas['StatusChanges'];

export type Team = Schemas['TeamShown'];
export type NewTeam = WithIds<Schemas['NewTeam']>;
export type TeamChanges = WithIds<Schemas['TeamBase']>;

export type Organisation = Schemas['OrganisationShown'];
export type NewOrganisation = Schemas['NewOrganisation'];
export type OrganisationChanges = Schemas['OrganisationBase'];

export type Mailbox = Schemas['MailboxShown'];
export type NewMailbox = WithIds<Schemas['NewMailbox']>;
export type MailboxChanges = WithIds<Schemas['MailboxBase']>;

export type Notification = Schemas['NotificationShown'];
export type NotificationPage = Schemas['NotificationList'];

export type Quarantined = Schemas['Quarantined'];
export type LedgerEntry = Schemas['LedgerShown'];
export type CaughtMail = Schemas['Caught'];
export type CaughtMailDetail = Schemas['CaughtShown'];
