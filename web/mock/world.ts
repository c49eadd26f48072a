import type {
  Catalogue,
  Id,
  Me,
  Message,
  Priority,
  Role,
  StatusGroup,
  Ticket,
  TicketEvent,
} from '../src/api/types.ts';

/** A small world for development without a back end. It is never part of a build. */
export interface World {
  signedIn: boolean;
  me: Me;
  catalogue: Catalogue;
  tickets: Ticket[];
  messages: Map<number, Message[]>;
  events: Map<number, TicketEvent[]>;
}

const now = Date.now();
export const iso = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();
let last = 7_000_000_000_000_000_000n;
export const freshId = (): Id => {
  last += 1n;
  return String(last);
};

const sales = { id: '101', name: 'Sales' };
const care = { id: '102', name: 'Customer care' };
const people: [string, string, Role][] = [
  ['Ana Nováková', 'ana@tandem.test', 'admin'],
  ['Ben Carter', 'ben@tandem.test', 'agent'],
  ['李明', 'ming@tandem.test', 'agent'],
  ['Олег Петров', 'oleg@tandem.test', 'supervisor'],
];
const agents = people.map(([name, email, role], index) => ({
  id: String(201 + index),
  name,
  email,
  role,
  department_ids: [care.id, sales.id],
  active: true,
}));

const groups: [string, string, StatusGroup, boolean][] = [
  ['open', 'Open', 'open', true],
  ['waiting', 'Waiting', 'on_hold', true],
  ['on-hold', 'On hold', 'on_hold', true],
  ['escalated', 'Escalated', 'open', false],
  ['solved', 'Solved', 'closed', true],
  ['closed', 'Closed', 'closed', false],
];

const customers: [string, string, string | null][] = [
  ['Jonas Weber', 'jonas@weber-bau.de', 'Weber Bau'],
  ['Marie Dubois', 'marie@atelier-dubois.fr', 'Atelier Dubois'],
  ['王芳', 'fang@example.cn', null],
  ['Petr Svoboda', 'petr@svoboda.cz', 'Svoboda s.r.o.'],
  ['Екатерина Иванова', 'kate@example.ru', null],
  ['Priya Raman', 'priya@orbit.example', 'Orbit'],
];

const subjects: [string, string][] = [
  [
    'Invoice 2026-114 shows the wrong VAT number',
    'Hello,\n\nthe invoice from last week still carries our old VAT number. Could you send a corrected one? Our tax office needs it by Friday.\n\nThe new number is DE 298 114 022, see https://example.com/vat for the certificate.',
  ],
  [
    'Cannot sign in since the update',
    'Since this morning the app says “session expired” every time I sign in. I have tried two browsers.',
  ],
  [
    '订单什么时候发货？',
    '您好，\n\n我上周下的订单到现在还没有发货，请问什么时候可以寄出？订单号是 88213。\n\n谢谢！',
  ],
  ['Return of two chairs, one arrived damaged', 'One of the two chairs has a broken leg. Photos attached.'],
  [
    'Не приходит письмо для сброса пароля',
    'Здравствуйте! Уже три раза просила сбросить пароль, письмо не приходит. В спаме тоже пусто.',
  ],
  [
    'Question about the yearly plan and how seats are counted when people leave in the middle of a month',
    'We have 14 people now and two leave in March.',
  ],
];

function ticketAt(index: number): Ticket {
  const [name, email, organisation] = customers[index % customers.length] ?? ['', '', null];
  const [slug, , group] = groups[index % 7 === 0 ? 1 : index % 11 === 5 ? 4 : 0] ?? [
    'open',
    '',
    'open' as const,
  ];
  const owner = index % 3 === 0 ? agents[0] : index % 3 === 1 ? agents[1] : undefined;
  const priorities: Priority[] = ['none', 'medium', 'high', 'low', 'urgent', 'none', 'none'];
  const age = index * index * 7 + index * 3 + 2;
  const ok = { allowed: true, reason: null };
  return {
    id: freshId(),
    number: 1042 - index,
    subject: subjects[index % subjects.length]?.[0] ?? '',
    snippet: subjects[index % subjects.length]?.[1].slice(0, 90) ?? '',
    status: slug,
    group,
    priority: priorities[index % priorities.length] ?? 'none',
    type: index % 2 ? 'question' : null,
    channel: 'email',
    requester: {
      id: String(301 + (index % 6)),
      name,
      email,
      organisation,
      other_tickets: [
        {
          number: 1042 - index - 6,
          subject: 'Delivery note missing',
          status: 'solved',
          group: 'closed',
          updated_at: iso(9000),
        },
      ],
    },
    owner: owner ? { id: owner.id, name: owner.name } : null,
    team: null,
    department: index % 4 === 3 ? sales : care,
    tags: index % 3 === 0 ? ['invoice', 'vat', 'urgent-customer'] : index % 3 === 1 ? ['login'] : [],
    created_at: iso(age + 300),
    updated_at: iso(age),
    last_message_at: iso(age),
    last_message_by: 'customer',
    awaiting: 'us',
    unread: index % 4 === 0,
    my_draft: index === 3,
    spam: false,
    deleted: false,
    seq: 8,
    version: 4,
    cc:
      index % 5 === 0 ? [{ id: '399', name: 'Accounting', email: `accounting@${email.split('@')[1]}` }] : [],
    source: { channel: 'email', mailbox: 'support@tandem.test', message_id: `<${index}@example.com>` },
    due_at: null,
    accepted_at: iso(age + 299),
    solved_at: null,
    closed_at: null,
    reopened_count: index % 6 === 2 ? 1 : 0,
    message_count: 4,
    abilities: { reply: ok, note: ok, edit: ok, assign: ok, trash: ok, restore: ok, spam: ok, not_spam: ok },
    statuses: ['open', 'waiting', 'on-hold', 'solved', 'closed'],
    deleted_at: null,
    spam_at: null,
    read_seq: index % 4 === 0 ? 5 : 8,
  };
}

export function messageOf(ticket: Ticket, part: Partial<Message>): Message {
  return {
    id: freshId(),
    seq: 1,
    kind: 'customer',
    visibility: 'public',
    channel: 'email',
    at: ticket.created_at,
    author: {
      id: ticket.requester.id,
      name: ticket.requester.name,
      email: ticket.requester.email,
      kind: 'customer',
    },
    to: [{ name: 'Support', email: 'support@tandem.test' }],
    cc: [],
    text: part.parts?.visible ?? '',
    html: null,
    frame_url: null,
    has_remote_images: false,
    parts: { visible: '', quoted: '', signature: '' },
    attachments: [],
    automatic: false,
    unverified: false,
    deliveries: [],
    undo_until: null,
    undone: false,
    notified_status: null,
    ...part,
  };
}

function conversation(ticket: Ticket, index: number): Message[] {
  const ben = { id: '202', name: 'Ben Carter', email: 'ben@tandem.test', kind: 'agent' as const };
  const age = (Date.now() - Date.parse(ticket.updated_at)) / 60_000;
  const visible = subjects[index % subjects.length]?.[1] ?? '';
  return [
    messageOf(ticket, {
      seq: 1,
      at: iso(age + 300),
      parts: { visible, quoted: '', signature: `${ticket.requester.name}\n+49 30 1234567` },
      attachments:
        index % 3 === 0
          ? [
              {
                id: freshId(),
                name: 'invoice-2026-114.pdf',
                type: 'application/pdf',
                size: 184_220,
                url: '#',
                inline: false,
                is_image: false,
                preview_url: null,
              },
            ]
          : [],
    }),
    messageOf(ticket, {
      seq: 5,
      kind: 'note',
      visibility: 'internal',
      at: iso(age + 200),
      author: ben,
      to: [],
      html: '<p>Accounting has the new number since <strong>March</strong>. I have asked them to send it again.</p>',
    }),
    messageOf(ticket, {
      seq: 6,
      kind: 'reply',
      at: iso(age + 120),
      author: ben,
      to: [{ name: ticket.requester.name, email: ticket.requester.email }],
      html: '<p>Thank you for telling us. I am looking into it and come back to you today.</p><p>Kind regards<br>Ben</p>',
      deliveries: [
        {
          id: freshId(),
          recipient: ticket.requester.email,
          state: 'sent',
          at: iso(age + 119),
          not_before: null,
          detail: null,
        },
      ],
      notified_status: 'waiting',
    }),
    messageOf(ticket, {
      seq: 8,
      at: ticket.updated_at,
      parts: {
        visible: 'Thank you, that was quick. Is there any news?',
        quoted: '> Thank you for telling us. I am looking into it.',
        signature: '',
      },
      frame_url: '/api/v1/messages/1/frame',
      has_remote_images: index % 5 === 1,
    }),
  ];
}

export function eventOf(part: Partial<TicketEvent>): TicketEvent {
  return {
    id: freshId(),
    seq: 1,
    kind: 'ticket.updated',
    at: iso(0),
    actor: { id: '202', name: 'Ben Carter', kind: 'agent' },
    field: null,
    old: null,
    new: null,
    old_label: null,
    new_label: null,
    message_id: null,
    cause: null,
    change_id: freshId(),
    sentence: '',
    ...part,
  };
}

function story(ticket: Ticket): TicketEvent[] {
  const age = (Date.now() - Date.parse(ticket.updated_at)) / 60_000;
  return [
    eventOf({
      seq: 2,
      at: iso(age + 290),
      field: 'owner',
      new_label: 'Ben Carter',
      sentence: 'took the ticket',
    }),
    eventOf({
      seq: 3,
      at: iso(age + 250),
      field: 'priority',
      old_label: 'None',
      new_label: 'High',
      sentence: 'changed the priority',
    }),
    eventOf({
      seq: 4,
      at: iso(age + 240),
      field: 'tags',
      new_label: 'invoice',
      sentence: 'added the tag invoice',
    }),
    eventOf({
      seq: 7,
      at: iso(age + 120),
      field: 'status',
      old_label: 'Open',
      new_label: 'Waiting',
      sentence: 'changed the status',
    }),
  ];
}

export function createWorld(size = 120): World {
  const yes = { allowed: true };
  const world: World = {
    signedIn: true,
    me: {
      id: '201',
      name: 'Ana Nováková',
      email: 'ana@tandem.test',
      role: 'admin',
      language: '',
      time_zone: '',
      departments: [care, sales],
      teams: [],
      abilities: { manage_people: yes, manage_mailboxes: yes, create_ticket: yes, empty_trash: yes },
      unread_notifications: 3,
      demo: true,
    },
    catalogue: {
      statuses: groups.map(([slug, name, group, offered], index) => ({
        id: String(401 + index),
        department_id: null,
        slug,
        name,
        group,
        colour: '',
        position: index,
        offered_on_send: offered,
        final: slug === 'closed',
      })),
      priorities: ['none', 'low', 'medium', 'high', 'urgent'],
      types: ['question', 'incident', 'problem', 'task'],
      departments: [care, sales].map((one) => ({ ...one, on_agent_reply: 'waiting' })),
      teams: [{ id: '501', name: 'Invoices', department_id: care.id, member_ids: ['201', '202'] }],
      agents,
      mailboxes: [
        { id: '601', address: 'support@tandem.test', from_name: 'Tandem Support', department_id: care.id },
      ],
      tags: ['invoice', 'login', 'vat', 'delivery'],
    },
    tickets: Array.from({ length: size }, (_, index) => ticketAt(index)),
    messages: new Map(),
    events: new Map(),
  };
  for (const [index, ticket] of world.tickets.entries()) {
    world.messages.set(ticket.number, conversation(ticket, index));
    world.events.set(ticket.number, story(ticket));
  }
  return world;
}
