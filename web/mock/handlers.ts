import type { Changes, Draft, FieldName, Message, NewMessage, Problem, Ticket } from '../src/api/types.ts';
import { eventOf, freshId, messageOf, type World } from './world.ts';

export interface Answer {
  status: number;
  body?: unknown;
}

type Handler = (world: World, match: RegExpExecArray, query: URLSearchParams, body: never) => Answer;

const ok = (body: unknown, status = 200): Answer => ({ status, body });
const refuse = (status: number, code: string, extra: Partial<Problem> = {}): Answer =>
  ok({ status, code, detail: code, ...extra }, status);

const drafts = new Map<string, Draft>();

function find(world: World, number: string | undefined): Ticket | undefined {
  return world.tickets.find((ticket) => ticket.number === Number(number));
}

function applied(world: World, ticket: Ticket, field: FieldName, value: unknown): void {
  const { catalogue } = world;
  if (field === 'owner') ticket.owner = catalogue.agents.find((one) => one.id === value) ?? null;
  else if (field === 'team') ticket.team = catalogue.teams.find((one) => one.id === value) ?? null;
  else if (field === 'department') {
    ticket.department = catalogue.departments.find((one) => one.id === value) ?? ticket.department;
  } else Object.assign(ticket, { [field]: value });
  ticket.group = catalogue.statuses.find((one) => one.slug === ticket.status)?.group ?? ticket.group;
  ticket.seq += 1;
  ticket.version += 1;
  const name = world.me.name;
  world.events.get(ticket.number)?.push(
    eventOf({
      seq: ticket.seq,
      at: new Date().toISOString(),
      field,
      actor: { id: world.me.id, name, kind: 'agent' },
      sentence: `changed ${field}`,
    }),
  );
}

function blockers(world: World, ticket: Ticket, input: NewMessage): Message[] {
  if (input.visibility !== 'public') return [];
  const known = new Set(input.acknowledge ?? []);
  return (world.messages.get(ticket.number) ?? []).filter(
    (one) => one.seq > (input.seen ?? 0) && one.visibility === 'public' && !one.undone && !known.has(one.id),
  );
}

function post(world: World, ticket: Ticket, input: NewMessage): Answer {
  const standing = blockers(world, ticket, input);
  if (standing.length > 0) {
    const events = standing.map((message) => ({
      id: message.id,
      seq: message.seq,
      kind: 'message.added',
      at: message.at,
      actor: message.author,
      message,
    }));
    return refuse(409, 'ticket.moved_on', { events });
  }
  const { me } = world;
  const at = new Date();
  ticket.seq += 1;
  const reply = input.visibility === 'public';
  const message = messageOf(ticket, {
    seq: ticket.seq,
    at: at.toISOString(),
    kind: reply ? 'reply' : 'note',
    visibility: input.visibility,
    author: { id: me.id, name: me.name, email: me.email, kind: 'agent' },
    to: input.to ?? [],
    cc: input.cc ?? [],
    html: input.body_html,
    undo_until: reply ? new Date(at.getTime() + 10_000).toISOString() : null,
    notified_status: input.status ?? null,
    deliveries: reply
      ? (input.to ?? []).map((one) => ({
          id: freshId(),
          recipient: one.email,
          state: 'undo_window' as const,
          at: at.toISOString(),
          not_before: null,
          detail: null,
        }))
      : [],
  });
  world.messages.get(ticket.number)?.push(message);
  ticket.message_count += 1;
  ticket.updated_at = at.toISOString();
  if (input.status) applied(world, ticket, 'status', input.status);
  return ok(message, 201);
}

const views: [string, string][] = [
  ['mine_open', 'My open tickets'],
  ['unassigned', 'Unassigned'],
  ['open', 'All open'],
  ['on_hold', 'On hold'],
  ['all', 'All'],
  ['closed', 'Closed'],
  ['created_today', 'Created today'],
  ['created_last_week', 'Created last week'],
  ['spam', 'Spam'],
  ['trash', 'Trash'],
];

function inView(world: World, ticket: Ticket, key: string): boolean {
  if (key === 'trash') return ticket.deleted;
  if (key === 'spam') return ticket.spam && !ticket.deleted;
  if (ticket.deleted || ticket.spam) return false;
  if (key === 'mine_open') return ticket.owner?.id === world.me.id && ticket.group === 'open';
  if (key === 'unassigned') return ticket.owner === null && ticket.group !== 'closed';
  if (key === 'open') return ticket.group === 'open';
  if (key === 'on_hold') return ticket.group === 'on_hold';
  if (key === 'closed') return ticket.group === 'closed';
  return true;
}

export const routes: [string, RegExp, Handler][] = [
  ['GET', /^\/_allauth\//, () => ok({}, 401)],
  [
    'POST',
    /^\/_allauth\//,
    (world) => {
      world.signedIn = true;
      return ok({});
    },
  ],
  [
    'DELETE',
    /^\/_allauth\//,
    (world) => {
      world.signedIn = false;
      return ok({}, 401);
    },
  ],
  [
    'GET',
    /^\/installation$/,
    (world) =>
      ok({
        state: 'ready',
        demo: true,
        version: 'mock',
        demo_people: world.catalogue.agents.map((one) => ({
          ...one,
          departments: ['Customer care'],
          other_origin: 'http://localhost:5173',
        })),
      }),
  ],
  [
    'POST',
    /^\/demo\/sign-in$/,
    (world) => {
      world.signedIn = true;
      return { status: 204 };
    },
  ],
  ['GET', /^\/me$/, (world) => (world.signedIn ? ok(world.me) : refuse(401, 'auth.required'))],
  ['PATCH', /^\/me$/, (world, _, __, body) => ok(Object.assign(world.me, body))],
  ['GET', /^\/catalogue$/, (world) => ok(world.catalogue)],
  ['GET', /^\/statuses$/, (world) => ok({ results: world.catalogue.statuses, sets: [] })],
  [
    'GET',
    /^\/views$/,
    (world) =>
      ok({
        results: views.map(([key, name]) => ({
          key,
          name,
          capped: false,
          group: 'preset',
          count: world.tickets.filter((ticket) => inView(world, ticket, key)).length,
        })),
      }),
  ],
  [
    'GET',
    /^\/tickets$/,
    (world, _, query) => {
      const needle = (query.get('q') ?? '').toLowerCase();
      const found = world.tickets
        .filter((ticket) => inView(world, ticket, query.get('view') ?? 'all'))
        .filter((ticket) =>
          `#${ticket.number} ${ticket.subject} ${ticket.requester.name}`.toLowerCase().includes(needle),
        )
        .filter((ticket) => !query.get('status') || ticket.status === query.get('status'))
        .filter((ticket) => !query.get('priority') || ticket.priority === query.get('priority'))
        .sort((a, b) => b.updated_at.localeCompare(a.updated_at));
      const start = Number(query.get('cursor') ?? 0);
      const next = start + 50 < found.length ? String(start + 50) : null;
      return ok({ results: found.slice(start, start + 50), next, total: found.length, capped: false });
    },
  ],
  [
    'GET',
    /^\/tickets\/(\d+)$/,
    (world, match) => {
      const ticket = find(world, match[1]);
      return ticket ? ok(ticket) : refuse(404, 'not_found');
    },
  ],
  [
    'PATCH',
    /^\/tickets\/(\d+)$/,
    (world, match, _, body: { changes: Changes }) => {
      const ticket = find(world, match[1]);
      if (!ticket) return refuse(404, 'not_found');
      for (const [field, change] of Object.entries(body.changes))
        applied(world, ticket, field as FieldName, change.mine);
      return ok(ticket);
    },
  ],
  [
    'POST',
    /^\/tickets\/(\d+)\/(trash|restore|spam|not-spam|read)$/,
    (world, match) => {
      const ticket = find(world, match[1]);
      if (!ticket) return refuse(404, 'not_found');
      if (match[2] === 'read') Object.assign(ticket, { unread: false, read_seq: ticket.seq });
      if (match[2] === 'trash' || match[2] === 'restore') ticket.deleted = match[2] === 'trash';
      if (match[2] === 'spam' || match[2] === 'not-spam') ticket.spam = match[2] === 'spam';
      return ok(ticket);
    },
  ],
  [
    'GET',
    /^\/tickets\/(\d+)\/messages$/,
    (world, match) => ok({ results: world.messages.get(Number(match[1])) ?? [] }),
  ],
  [
    'POST',
    /^\/tickets\/(\d+)\/messages$/,
    (world, match, _, body: NewMessage) => {
      const ticket = find(world, match[1]);
      return ticket ? post(world, ticket, body) : refuse(404, 'not_found');
    },
  ],
  [
    'POST',
    /^\/tickets\/(\d+)\/messages\/(\d+)\/undo$/,
    (world, match) => {
      const message = world.messages.get(Number(match[1]))?.find((one) => one.id === match[2]);
      if (!message) return refuse(409, 'delivery.left');
      message.undone = true;
      const { html, to, cc } = message;
      return ok({ draft: { body_html: html, to, cc, status: null, client_id: freshId(), attachments: [] } });
    },
  ],
  [
    'GET',
    /^\/tickets\/(\d+)\/events$/,
    (world, match) =>
      ok({
        results: [...(world.events.get(Number(match[1])) ?? [])].sort((a, b) => b.seq - a.seq),
        next: null,
      }),
  ],
  [
    'GET',
    /^\/tickets\/(\d+)\/drafts$/,
    (_, match) =>
      ok({
        mine: [...drafts].filter(([key]) => key.startsWith(`${match[1]}/`)).map(([, draft]) => draft),
        others: [],
      }),
  ],
  [
    'PUT',
    /^\/tickets\/(\d+)\/drafts\/(reply|note)$/,
    (_, match, __, body: Draft) => {
      const key = `${match[1]}/${match[2]}`;
      const updated_at = new Date().toISOString();
      const revision = (drafts.get(key)?.revision ?? 0) + 1;
      drafts.set(key, {
        ...body,
        kind: match[2] === 'note' ? 'note' : 'reply',
        revision,
        updated_at,
        attachments: [],
      });
      return ok({ revision, updated_at });
    },
  ],
  [
    'DELETE',
    /^\/tickets\/(\d+)\/drafts\/(reply|note)$/,
    (_, match) => {
      drafts.delete(`${match[1]}/${match[2]}`);
      return { status: 204 };
    },
  ],
  [
    'GET',
    /^\/people$/,
    (world) =>
      ok({
        results: world.catalogue.agents.map((one) => ({
          ...one,
          departments: world.catalogue.departments,
          teams: [],
          language: 'en',
        })),
      }),
  ],
  [
    'GET',
    /^\/customers$/,
    (world) =>
      ok({
        results: world.tickets.slice(0, 6).map(({ requester }) => ({ ...requester, tickets: 3 })),
        next: null,
      }),
  ],
  [
    'GET',
    /^\/departments$/,
    (world) =>
      ok({
        results: world.catalogue.departments.map((one) => ({
          ...one,
          member_ids: ['201'],
          on_customer_reply: 'open',
        })),
      }),
  ],
  ['GET', /^\/teams$/, (world) => ok({ results: world.catalogue.teams })],
  [
    'GET',
    /^\/organisations$/,
    () => ok({ results: [{ id: '901', name: 'Weber Bau', domains: ['weber-bau.de'] }] }),
  ],
  [
    'GET',
    /^\/mailboxes$/,
    (world) =>
      ok({
        results: world.catalogue.mailboxes.map((one) => ({
          ...one,
          signature_html: '',
          active: true,
          forward_to: 'in-7f3k2q@mail.tandem.test',
          intake: { smtp: '127.0.0.1:2525', lmtp: '127.0.0.1:2424' },
        })),
      }),
  ],
  [
    'GET',
    /^\/notifications$/,
    (world) =>
      ok({
        unread: 1,
        next: null,
        results: world.tickets.slice(0, 4).map((ticket, index) => ({
          id: freshId(),
          kind: 'assigned',
          at: ticket.updated_at,
          ticket,
          actor: ticket.owner,
          read: index > 0,
          text: 'Ben Carter assigned a ticket to you',
        })),
      }),
  ],
  ['GET', /^\/(quarantine|caught-mail)$/, () => ok({ results: [] })],
];
