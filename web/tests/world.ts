import type { Catalogue, Message, Status, StatusGroup, Ticket, TicketEvent } from '~/api/types';

/** Whole records of the API to test with; a test changes what it is about. */
const at = '2026-11-22T10:00:00.000Z';
const care = { id: '102', name: 'Customer care' };
const ana = { id: '201', name: 'Ana Nováková' };
const ben = { id: '202', name: 'Ben Carter' };

const groups: [string, StatusGroup, boolean][] = [
  ['open', 'open', true],
  ['waiting', 'on_hold', true],
  ['on-hold', 'on_hold', true],
  ['escalated', 'open', false],
  ['solved', 'closed', true],
  ['closed', 'closed', false],
];

const statuses: Status[] = groups.map(([slug, group, offered], index) => ({
  id: String(401 + index),
  department_id: care.id,
  slug,
  name: slug,
  group,
  colour: 'grey',
  position: index,
  offered_on_send: offered,
  final: slug === 'closed',
}));

export const catalogue: Catalogue = {
  statuses,
  priorities: ['none', 'low', 'medium', 'high', 'urgent'],
  types: ['question', 'incident', 'problem', 'task'],
  departments: [
    {
      ...care,
      on_agent_reply: 'waiting',
      new_conversation: 'internal',
      holds_replies_for: [],
      reviewed_before_reply: [],
    },
  ],
  teams: [],
  agents: [ana, ben].map((one) => ({
    ...one,
    email: `${one.id}@tandem.example`,
    role: 'agent',
    department_ids: [care.id],
    active: true,
  })),
  mailboxes: [],
  tags: [],
  reviewed_events: {
    note: ['message.noted', 'message.edited'],
    status: ['ticket.status_changed', 'ticket.snoozed', 'ticket.woken'],
    assignment: ['ticket.owner_changed', 'ticket.team_changed', 'ticket.department_changed'],
    field: ['ticket.priority_changed', 'ticket.tags_changed'],
  },
  collision: { on: true, alert_seconds: 5 },
};

export function ticketOf(number: number, part: Partial<Ticket> = {}): Ticket {
  return {
    id: String(7_000 + number),
    number,
    subject: 'Cannot sign in since the update',
    snippet: '',
    status: 'open',
    group: 'open',
    priority: 'none',
    type: null,
    channel: 'email',
    requester: {
      id: '301',
      name: 'Jonas Weber',
      email: 'jonas@weber.example',
      organisation: null,
      organisation_id: null,
      followed: false,
      other_tickets: [],
    },
    owner: ana,
    team: null,
    department: care,
    tags: [],
    created_at: at,
    updated_at: at,
    last_message_at: at,
    last_message_by: 'customer',
    awaiting: 'us',
    unread: false,
    my_draft: false,
    snoozed: false,
    snoozed_until: null,
    spam: false,
    deleted: false,
    seq: 8,
    version: 4,
    cc: [{ id: '399', name: 'Accounting', email: 'accounting@weber.example' }],
    followers: [],
    conversations: [],
    scheduled: 0,
    source: { channel: 'email', mailbox_id: null, message_id: null },
    due_at: null,
    accepted_at: null,
    solved_at: null,
    closed_at: null,
    snoozed_at: null,
    snoozed_by: null,
    reopened_count: 0,
    message_count: 4,
    abilities: {},
    deleted_at: null,
    spam_at: null,
    follow_up_of: null,
    read_seq: 8,
    ...part,
  };
}

export function messageOf(part: Partial<Message>): Message {
  return {
    id: `m${part.seq ?? 1}`,
    seq: 1,
    kind: 'customer',
    visibility: 'public',
    channel: 'email',
    at,
    writing: null,
    author: { id: '301', name: 'Jonas Weber', email: 'jonas@weber.example', kind: 'customer' },
    to: [],
    cc: [],
    text: part.parts?.visible ?? '',
    html: null,
    frame_url: null,
    has_remote_images: false,
    parts: { visible: '', quoted: '', signature: '' },
    mentions: [],
    attachments: [],
    automatic: false,
    unverified: false,
    proof: null,
    deliveries: [],
    undo_until: null,
    revision: 0,
    edited_at: null,
    undone: false,
    moved_to: null,
    moved_from: null,
    client_id: null,
    conversation_id: null,
    ledger_id: null,
    ...part,
  };
}

export function eventOf(part: Partial<TicketEvent>): TicketEvent {
  return {
    id: `e${part.seq ?? 1}`,
    seq: 1,
    writing: null,
    kind: 'ticket.updated',
    at,
    actor: { ...ben, kind: 'agent' },
    field: null,
    old: null,
    new: null,
    old_label: null,
    new_label: null,
    ticket_number: null,
    message_id: null,
    conversation_id: null,
    cause: null,
    change_id: '1',
    sentence: '',
    ...part,
  };
}
