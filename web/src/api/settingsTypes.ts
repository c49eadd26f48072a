import type { Schemas, Status } from './types';

/** People, groups, mailboxes, mail and notifications, in the words of the API. */
export type Customer = Schemas['CustomerShown'];

export type Person = Schemas['ColleagueShown'];
export type People = Schemas['ColleagueList'];
export type NewPerson = Schemas['NewColleague'];
export type PersonChanges = Omit<Schemas['ColleagueEdit'], 'base'>;
export type PersonBase = Schemas['ColleagueBase'];

export type Department = Schemas['DepartmentShown'];
/** The statuses that a message sets by itself, by slug; empty for none. */
export type ReplyRules = Pick<Department, 'on_customer_reply' | 'on_agent_reply'>;
export type NewDepartment = Schemas['NewDepartment'];
export type DepartmentChanges = Schemas['DepartmentBase'];

export type StatusSet = Schemas['StatusSetShown'];
export type StatusLook = Pick<Status, 'name' | 'colour' | 'position' | 'offered_on_send'>;
export type StatusChanges = Schemas['StatusChanges'];

export type Team = Schemas['TeamShown'];
export type NewTeam = Schemas['NewTeam'];
export type TeamChanges = Schemas['TeamBase'];

export type Organisation = Schemas['OrganisationShown'];
export type NewOrganisation = Schemas['NewOrganisation'];
export type OrganisationChanges = Schemas['OrganisationBase'];

export type Mailbox = Schemas['MailboxShown'];
export type MailServer = Schemas['MailServerShown'];
export type MailServerInput = Schemas['OutgoingInput'] & Partial<Schemas['IncomingInput']>;
export type MailHook = Schemas['MailHookShown'];
export type MailHookInput = Schemas['MailHookInput'];
export type MailSignInInput = Schemas['MailSignInInput'];
export type ServerTried = Schemas['ServerTried'];
export type NewMailbox = Schemas['NewMailbox'];
export type MailboxChanges = Schemas['MailboxBase'];

export type AcknowledgementPreview = Schemas['AcknowledgementPreview'];
export type AutomaticMail = Schemas['AutomaticMailShown'];
export type AutomaticExchange = Schemas['AutomaticExchange'];
export type MailLoop = Schemas['MailLoop'];
export type BlockedAddress = Schemas['BlockedAddress'];
/** What an admin decides about an address. */
export type LoopVerdict = 'resume' | 'block' | 'unblock';

export type Notification = Schemas['NotificationShown'];
export type NotificationPage = Schemas['NotificationList'];

export type Quarantined = Schemas['Quarantined'];
export type FailedMail = Schemas['FailedMail'];
export type LedgerRow = Schemas['LedgerRow'];
export type LedgerState = 'received' | 'applied' | 'noted' | 'duplicate' | 'quarantined';
export type LedgerEntry = Schemas['LedgerShown'];
export type CaughtMail = Schemas['Caught'];
export type CaughtMailDetail = Schemas['CaughtShown'];
