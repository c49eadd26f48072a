import type { Notification } from '~/api/settingsTypes';

export interface Group {
  number: number;
  subject: string;
  entries: Notification[];
}

/** What belongs to one ticket together, where its newest stands; the order within stays. */
export function byTicket(notifications: Notification[]): Group[] {
  const groups = new Map<number, Group>();
  for (const one of notifications) {
    const { number, subject } = one.ticket;
    const group = groups.get(number) ?? { number, subject, entries: [] };
    group.entries.push(one);
    groups.set(number, group);
  }
  return [...groups.values()];
}
