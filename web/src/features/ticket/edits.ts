import type { Address, Catalogue, Changes, FieldName, FieldValue, Ticket } from '~/api/types';
import { statusesOf } from './useStatuses';

/** What the API calls the value of a field, read from the ticket as it is on screen. */
export function fieldValue(ticket: Ticket, field: FieldName): FieldValue {
  switch (field) {
    case 'owner':
    case 'team':
      return ticket[field]?.id ?? null;
    case 'department':
    case 'requester':
      return ticket[field].id;
    case 'cc':
      return ticket.cc.map(({ email, name }) => ({ email, name }));
    case 'followers':
      return ticket.followers.map((one) => one.id);
    default:
      return ticket[field];
  }
}

function canonical(value: FieldValue | Address): string {
  if (!Array.isArray(value)) return JSON.stringify(value);
  const words = value.map((item) => (typeof item === 'string' ? item : item.email.toLowerCase()));
  return JSON.stringify(words.sort());
}

/** Equal in the sense of the server: sets without order, addresses by mail address. */
export function sameValue(a: FieldValue | Address, b: FieldValue | Address): boolean {
  return canonical(a) === canonical(b);
}

/** The changes worth sending: what is already so is left out. */
export function differing(changes: Changes): Changes {
  return Object.fromEntries(
    Object.entries(changes).filter(([, change]) => !sameValue(change.base, change.mine)),
  ) as Changes;
}

/** The changes of the other fields. */
export function without(changes: Changes, fields: ReadonlySet<FieldName>): Changes {
  return Object.fromEntries(
    Object.entries(changes).filter(([field]) => !fields.has(field as FieldName)),
  ) as Changes;
}

/** The ticket as it will be, for the moment until the server answers. Only what needs no rules of the server. */
export function foresee(ticket: Ticket, changes: Changes, catalogue: Catalogue | undefined): Ticket {
  const next = { ...ticket };
  const { status, owner, tags, priority, followers } = changes;
  if (typeof status?.mine === 'string') {
    const found = statusesOf(catalogue, ticket.department.id).find((one) => one.slug === status.mine);
    next.status = status.mine;
    next.group = found?.group ?? ticket.group;
  }
  if (owner) {
    const found = catalogue?.agents.find((agent) => agent.id === owner.mine);
    next.owner = found ? { id: found.id, name: found.name } : null;
  }
  if (tags && Array.isArray(tags.mine))
    next.tags = tags.mine.filter((tag): tag is string => typeof tag === 'string');
  if (followers && Array.isArray(followers.mine)) {
    const known = [...ticket.followers, ...(catalogue?.agents ?? [])];
    next.followers = followers.mine.flatMap((id) => {
      const found = known.find((one) => one.id === id);
      return found ? [{ id: found.id, name: found.name, email: found.email }] : [];
    });
  }
  if (priority) next.priority = priority.mine as Ticket['priority'];
  return next;
}
