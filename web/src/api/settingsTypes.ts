import type { Contact, Id, Instant, Named, Page, Role, Status } from './types';

/** People, groups, mailboxes, mail and notifications, in the words of the API. */
export interface Customer extends Contact {
  organisation: string | null;
  tickets: number;
}

export interface Person extends Contact {
  role: Role;
  active: boolean;
  departments: Named[];
  teams: Named[];
  language: string;
}

export interface PersonInput {
  name?: string;
  email?: string;
  role?: Role;
  department_ids?: Id[];
  team_ids?: Id[];
  password?: string;
  active?: boolean;
}

/** The statuses that a message sets by itself, by slug; empty for none. */
export interface ReplyRules {
  on_customer_reply: string;
  on_agent_reply: string;
}

export interface Department extends Named, ReplyRules {
  member_ids: Id[];
}

export interface StatusSet extends ReplyRules {
  key: string;
  name: string;
  statuses: Pick<Status, 'slug' | 'name' | 'group' | 'colour' | 'final'>[];
}

export type StatusLook = Pick<Status, 'name' | 'colour' | 'position' | 'offered_on_send'>;
export type StatusChanges = {
  [Field in keyof StatusLook]?: { base: StatusLook[Field]; mine: StatusLook[Field] };
};

export interface Team extends Named {
  department_id: Id | null;
  member_ids: Id[];
}

export interface Organisation extends Named {
  domains: string[];
}

export interface Mailbox {
  id: Id;
  address: string;
  from_name: string;
  department_id: Id;
  signature_html: string;
  active: boolean;
  forward_to: string;
  intake: { smtp: string; lmtp: string };
}

export type MailboxInput = Partial<
  Pick<Mailbox, 'address' | 'from_name' | 'department_id' | 'signature_html' | 'active'>
>;

export interface Notification {
  id: Id;
  kind: string;
  at: Instant;
  ticket: { number: number; subject: string } | null;
  actor: { id: Id | null; name: string; kind?: string } | null;
  text: string;
  read: boolean;
}

export interface NotificationPage extends Page<Notification> {
  unread: number;
}

export interface Quarantined {
  id: Id;
  received_at: Instant;
  mailbox: string | null;
  from: string | null;
  subject: string | null;
  reason: string;
  explanation: string;
  size: number;
  state: string;
}

export interface LedgerEntry extends Quarantined {
  trace: { step: string; outcome: string; detail: string | null }[];
}

export interface CaughtMail {
  id: Id;
  at: Instant;
  from: string;
  to: string[];
  subject: string;
  ticket_number: number | null;
}

export interface CaughtMailDetail extends CaughtMail {
  text: string;
  html: string | null;
  headers: [string, string][];
  raw_url: string;
}
