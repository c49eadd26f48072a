import type { Notification } from '~/api/settingsTypes';

export interface Group {
  key: string;
  /** null for what is about no ticket. */
  number: number | null;
  subject: string;
  entries: Notification[];
}

/** What belongs to one ticket together, where its newest stands; the order within stays. */
export function byTicket(notifications: Notification[]): Group[] {
  const groups = new Map<string, Group>();
  for (const one of notifications) {
    const number = one.ticket?.number ?? null;
    const subject = one.ticket?.subject ?? one.about;
    const key = number === null ? subject : `#${number}`;
    const group = groups.get(key) ?? { key, number, subject, entries: [] };
    group.entries.push(one);
    groups.set(key, group);
  }
  return [...groups.values()];
}
