import type { components } from './schema';

/**
 * The words of the API, one name each. What they hold comes from the contract (docs/api/openapi.json, by way of
 * `npm run types`); where the contract is wider than what the server does, it is narrowed here, with the reason.
 */
export type Schemas = components['schemas'];

/** A member with a fixed list of words that the contract describes as any string, or does not describe. */
export type Narrowed<Shape, Members extends { [Name in keyof Shape]?: unknown }> = Omit<
  Shape,
  keyof Members
> &
  Members;

export type Id = string;
/** ISO 8601 in UTC with milliseconds. */
export type Instant = string;

/** Fixed in the program, plain strings in the contract. */
export type Role = 'admin' | 'manager' | 'supervisor' | 'agent' | 'light_agent';
export type Channel = 'email' | 'api' | 'agent' | 'phone';
export type DraftKind = 'reply' | 'note';

export type StatusGroup = Schemas['StatusShown']['group'];
export type Priority = Schemas['TicketRow']['priority'];
export type TicketType = NonNullable<Schemas['TicketRow']['type']>;

export type Named = Schemas['NamedShown'];
export type Address = Schemas['Recipient'];
export type Ability = Schemas['AbilityShown'];

export type DemoPerson = Narrowed<Schemas['DemoPerson'], { role: Role }>;
export type Installation = Narrowed<
  Schemas['InstallationShown'],
  { state: 'first_run' | 'ready'; demo_people: DemoPerson[] }
>;
export type SetUp = Schemas['SetUpInput'];
export type Me = Narrowed<Schemas['MeShown'], { role: Role }>;

export type Status = Schemas['StatusShown'];
export type Agent = Narrowed<Schemas['AgentShown'], { role: Role }>;
export type Catalogue = Narrowed<
  Schemas['CatalogueShown'],
  { statuses: Status[]; priorities: Priority[]; types: TicketType[]; agents: Agent[] }
>;
export type View = Schemas['ViewShown'];

export type TicketRow = Narrowed<Schemas['TicketRow'], { channel: Channel }>;
export type TicketList = Narrowed<Schemas['TicketList'], { results: TicketRow[] }>;
export type Ticket = Narrowed<Schemas['TicketPage'], { channel: Channel }>;
export type OtherTicket = Schemas['OtherTicket'];
export type NewTicket = Schemas['TicketInput'];

/** What can be edited; the contract has any name here, and any JSON for the values. */
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

export type Attachment = Schemas['Attachment'];
export type Upload = Schemas['UploadShown'];
export type Delivery = Schemas['Delivery'];
export type DeliveryState = Delivery['state'];
export type Message = Schemas['Message'];
export type NewMessage = Schemas['MessageInput'];
export type TicketEvent = Schemas['EventShown'];

export type DraftContent = Pick<
  Draft,
  'body_html' | 'to' | 'cc' | 'status' | 'seen' | 'client_id' | 'attachments'
>;
/** The contract leaves the people of a draft open: half-typed addresses are kept as they stand. */
export type Draft = Narrowed<Schemas['DraftShown'], { kind: DraftKind; to: Address[]; cc: Address[] }>;
export type OtherDraft = Narrowed<Schemas['DraftOfOther'], { kind: DraftKind }>;
export type Drafts = Narrowed<Schemas['DraftList'], { mine: Draft[]; others: OtherDraft[] }>;
export type DraftInput = Schemas['DraftInput'];
export type DraftRevision = Schemas['DraftRevisionShown'];

/** An event that stands in the way of a reply, as `ticket.moved_on` names it. */
export type Blocker = TicketEvent & { message: Message | null };

/** A field that two people changed, as `ticket.edit_conflict` names it. */
export interface FieldConflict {
  field: FieldName;
  base: FieldValue;
  theirs: FieldValue;
  mine: FieldValue;
  by: TicketEvent['actor'] | null;
  at: Instant;
}

/**
 * A problem document. The members of the case beside it stand in no schema; whoever answers instead of our server (a
 * proxy) leaves out the rest.
 */
export type Problem = Pick<Schemas['ProblemDocument'], 'status' | 'code' | 'detail'> &
  Partial<Schemas['ProblemDocument']> & {
    reason?: string;
    events?: Blocker[];
    conflicts?: FieldConflict[];
    draft?: Draft;
  };
