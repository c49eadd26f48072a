import type { components } from './schema';

/** The words of the API, one name each. What they hold comes from the contract (docs/api/openapi.json, by `npm run types`). */
export type Schemas = components['schemas'];

export type Id = string;
/** ISO 8601 in UTC with milliseconds. */
export type Instant = string;

export type Role = Schemas['AgentShown']['role'];
export type Channel = Schemas['TicketRow']['channel'];
export type DraftKind = Schemas['DraftShown']['kind'];

export type StatusGroup = Schemas['StatusShown']['group'];
export type Priority = Schemas['TicketRow']['priority'];
export type TicketType = NonNullable<Schemas['TicketRow']['type']>;

export type Named = Schemas['NamedShown'];
export type Address = Schemas['Recipient'];
export type Ability = Schemas['AbilityShown'];

export type DemoPerson = Schemas['DemoPerson'];
export type Installation = Schemas['InstallationShown'];
export type SetUp = Schemas['SetUpInput'];
export type Me = Schemas['MeShown'];

export type Status = Schemas['StatusShown'];
export type Agent = Schemas['AgentShown'];
export type Catalogue = Schemas['CatalogueShown'];
/** What a department may hold replies for. */
export type HeldKind = Schemas['DepartmentShown']['holds_replies_for'][number];
/** What a department may have reviewed before a reply leaves. */
export type ReviewedKind = Schemas['DepartmentShown']['reviewed_before_reply'][number];
export type View = Schemas['ViewShown'];

export type ConditionField = Schemas['ConditionField'];
export type ConditionEditor = Schemas['ConditionOperator']['editor'];
export type ConditionValue = string | number | boolean | null | (string | number)[];
export interface ConditionRule {
  field: string;
  operator: string;
  value?: ConditionValue;
}
/** A condition as the API takes it: the rule groups of react-querybuilder. */
export interface Condition {
  combinator: 'and' | 'or';
  not?: boolean;
  rules: (ConditionRule | Condition)[];
}

export type TicketRow = Schemas['TicketRow'];
export type TicketList = Schemas['TicketList'];
export type Ticket = Schemas['TicketPage'];
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
  | 'followers'
  | 'requester';
export type FieldValue = string | null | string[] | Address[];
export type Changes = Partial<Record<FieldName, { base: FieldValue; mine: FieldValue | Address }>>;

/** A conversation beside the first, which has no record of its own. */
export type Conversation = Schemas['ConversationShown'];
export type ConversationKind = Conversation['kind'];

export type Attachment = Schemas['Attachment'];
export type Upload = Schemas['UploadShown'];
export type Delivery = Schemas['Delivery'];
export type DeliveryState = Delivery['state'];
export type Message = Schemas['Message'];
export type NewMessage = Schemas['MessageInput'];
export type TicketEvent = Schemas['EventShown'];

export type DraftContent = Pick<
  Draft,
  'body_html' | 'to' | 'cc' | 'status' | 'seen' | 'client_id' | 'attachments' | 'changes'
>;
export type Draft = Schemas['DraftShown'];
export type OtherDraft = Schemas['DraftOfOther'];
export type EndedDraft = Schemas['EndedDraft'];
export type Drafts = Schemas['DraftList'];
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
    /** What allauth says while a sign-in is half done. */
    data?: { flows?: { id: string; is_pending?: boolean; types?: string[] }[] };
    reason?: string;
    events?: Blocker[];
    /** What a reply is held for; each has its sentence in `errors`, in the same order. */
    reasons?: { kind: HeldKind; text: string }[];
    conflicts?: FieldConflict[];
    draft?: Draft;
    theirs?: Schemas['NoteText'] & { author: Schemas['Named'] };
  };
