/**
 * The words of the API, one name each. The rest of the application imports names from here only, so that
 * these declarations can be replaced by aliases of the generated schema
 * (`export type Ticket = components['schemas']['Ticket']`) without touching a screen.
 */
export type Id = string;
/** ISO 8601 in UTC with milliseconds. */
export type Instant = string;

export type Role = 'admin' | 'manager' | 'supervisor' | 'agent' | 'light_agent';
export type StatusGroup = 'new' | 'open' | 'on_hold' | 'closed';
export type Priority = 'none' | 'low' | 'medium' | 'high' | 'urgent';
export type TicketType = 'question' | 'incident' | 'problem' | 'task';
export type Channel = 'email' | 'api' | 'agent' | 'phone';

export interface Named {
  id: Id;
  name: string;
}

export interface Address {
  name: string;
  email: string;
}

export interface Contact extends Address {
  id: Id;
}

export interface Ability {
  allowed: boolean;
  reason?: string | null;
}

export interface Page<T> {
  results: T[];
  next?: string | null;
}

export interface Installation {
  state: 'first_run' | 'ready';
  demo: boolean;
  demo_people: {
    id: Id;
    name: string;
    email: string;
    role: Role;
    departments: string[];
    other_origin: string;
  }[];
  version: string;
}

export interface SetUp {
  code: string;
  public_url: string;
  admin: { name: string; email: string; password: string };
  mailbox: { address: string; from_name: string };
}

export interface Me {
  id: Id;
  name: string;
  email: string;
  role: Role;
  language: string;
  time_zone: string;
  departments: Named[];
  teams: Named[];
  abilities: Record<string, Ability>;
  unread_notifications: number;
  demo: boolean;
}

export interface Status {
  id: Id;
  department_id: Id | null;
  slug: string;
  name: string;
  group: StatusGroup;
  colour: string;
  position: number;
  offered_on_send: boolean;
  final: boolean;
}

export interface Catalogue {
  statuses: Status[];
  priorities: Priority[];
  types: TicketType[];
  departments: (Named & { on_agent_reply: string })[];
  teams: { id: Id; name: string; department_id: Id | null; member_ids: Id[] }[];
  agents: { id: Id; name: string; email: string; role: Role; department_ids: Id[]; active: boolean }[];
  mailboxes: { id: Id; address: string; from_name: string; department_id: Id }[];
  tags: string[];
}

export interface View {
  key: string;
  name: string;
  count: number | null;
  capped: boolean;
  group: string;
}

export interface TicketRow {
  id: Id;
  number: number;
  subject: string;
  snippet: string;
  status: string;
  group: StatusGroup;
  priority: Priority;
  type: TicketType | null;
  channel: Channel;
  requester: Contact & { organisation: string | null };
  owner: Named | null;
  team: Named | null;
  department: Named;
  tags: string[];
  created_at: Instant;
  updated_at: Instant;
  last_message_at: Instant | null;
  last_message_by: 'customer' | 'agent' | 'system' | null;
  awaiting: 'us' | 'customer' | null;
  unread: boolean;
  my_draft: boolean;
  spam: boolean;
  deleted: boolean;
  seq: number;
  version: number;
}

export interface TicketPage extends Page<TicketRow> {
  /** Exact up to 999; left out where only the view's own count is known. */
  total?: number | null;
  capped?: boolean;
}

export interface OtherTicket {
  number: number;
  subject: string;
  status: string;
  group: StatusGroup;
  updated_at: Instant;
}

export interface Ticket extends TicketRow {
  cc: Contact[];
  requester: TicketRow['requester'] & { other_tickets: OtherTicket[] };
  source: { channel: string; mailbox?: string | null; mailbox_id?: Id | null; message_id: string | null };
  due_at: Instant | null;
  accepted_at: Instant | null;
  solved_at: Instant | null;
  closed_at: Instant | null;
  reopened_count: number;
  message_count: number;
  abilities: Record<string, Ability>;
  /** The statuses that may be set now; left out where nothing but the department limits them. */
  statuses?: string[];
  deleted_at: Instant | null;
  spam_at: Instant | null;
  read_seq: number;
}

export type FieldName =
  | 'subject'
  | 'status'
  | 'priority'
  | 'type'
  | 'owner'
  | 'team'
  | 'department'
  | 'due_at'
  | 'tags'
  | 'cc'
  | 'requester';

export type FieldValue = string | null | string[] | Address[];
export type Changes = Partial<Record<FieldName, { base: FieldValue; mine: FieldValue }>>;

export interface FieldConflict {
  field: FieldName;
  base: FieldValue;
  theirs: FieldValue;
  mine: FieldValue;
  by: { id: Id | null; name?: string; kind?: string } | null;
  at: Instant;
}

export interface Attachment {
  id: Id;
  name: string;
  type: string;
  size: number;
  url: string;
  inline: boolean;
  is_image: boolean;
  preview_url: string | null;
  cid?: string | null;
}

export interface Upload {
  id: Id;
  name: string;
  type: string;
  size: number;
  url: string;
  is_image: boolean;
  inline?: boolean;
}

export type DeliveryState =
  | 'undo_window'
  | 'queued'
  | 'sending'
  | 'sent'
  | 'retry'
  | 'failed'
  | 'uncertain'
  | 'undone';

export interface Delivery {
  id: Id;
  recipient: string;
  state: DeliveryState;
  at: Instant;
  not_before: Instant | null;
  detail: string | null;
}

export interface Message {
  id: Id;
  seq: number;
  kind: 'customer' | 'reply' | 'note' | 'system';
  visibility: 'public' | 'internal';
  channel: string;
  at: Instant;
  author: { id: Id | null; name: string; email: string | null; kind: 'customer' | 'agent' | 'system' };
  to: Address[];
  cc: Address[];
  text: string;
  html: string | null;
  frame_url: string | null;
  has_remote_images: boolean;
  parts: { visible: string; quoted: string; signature: string };
  attachments: Attachment[];
  automatic: boolean;
  unverified: boolean;
  deliveries: Delivery[];
  undo_until: Instant | null;
  undone: boolean;
  /** The status that was set together with the reply. */
  notified_status?: string | null;
  client_id?: string | null;
  ledger_id?: Id | null;
}

export interface NewMessage {
  visibility: 'public' | 'internal';
  body_html: string;
  seen?: number;
  client_id: string;
  acknowledge?: Id[];
  to?: Address[];
  cc?: Address[];
  status?: string;
  attachments?: Id[];
}

/** An event that stands in the way of a reply, as `ticket.moved_on` names it. */
export interface Blocker {
  id: Id;
  seq: number;
  kind: string;
  at: Instant;
  actor: { id: Id | null; name: string; kind: string };
  message: Message | null;
}

export interface TicketEvent {
  id: Id;
  seq: number;
  kind: string;
  at: Instant;
  actor: { id: Id | null; name: string; kind: 'agent' | 'customer' | 'system' | 'rule' | 'import' };
  field: string | null;
  old: unknown;
  new: unknown;
  old_label: string | null;
  new_label: string | null;
  message_id: Id | null;
  cause: { kind: string; label: string } | null;
  change_id: Id;
  sentence: string;
}

export type DraftKind = 'reply' | 'note';

export interface DraftContent {
  body_html: string;
  to: Address[];
  cc: Address[];
  status: string | null;
  seen: number;
  client_id: string;
  attachments: Upload[];
}

export interface Draft extends DraftContent {
  kind: DraftKind;
  revision: number;
  updated_at: Instant;
}

export interface Drafts {
  mine: Draft[];
  others: { author: Named; kind: DraftKind; updated_at: Instant }[];
}

export interface NewTicket {
  subject: string;
  body: string;
  requester: Address;
  priority?: Priority;
  status?: string;
  department_id?: Id;
  tags?: string[];
  cc?: Address[];
  owner_id?: Id;
  channel?: 'phone' | 'agent';
}

export interface Problem {
  type?: string;
  title?: string;
  status: number;
  code: string;
  detail: string;
  trace_id?: string;
  reason?: string;
  errors?: { pointer: string; code: string; detail: string }[];
  events?: Blocker[];
  conflicts?: FieldConflict[];
  draft?: Draft;
}
