import { momentOf, wallAt } from '~/i18n/zoned';

export type SnoozeKey = 'later' | 'tomorrow' | 'monday' | 'week';

export interface SnoozeChoice {
  key: SnoozeKey;
  at: number;
}

const morning = 9;
const halfHour = 30 * 60_000;

/** The moments that are offered now, on the agent's own clock. What would say the same twice is offered once. */
export function snoozeChoices(now: number, zone: string): SnoozeChoice[] {
  const today = wallAt(now, zone);
  const weekday = new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay();
  const on = (days: number) => momentOf({ ...today, day: today.day + days, hour: morning, minute: 0 }, zone);
  const later = Math.ceil((now + 3 * 3_600_000) / halfHour) * halfHour;
  const untilMonday = (8 - weekday) % 7 || 7;
  const choices: SnoozeChoice[] = [];
  if (wallAt(later, zone).day === today.day) choices.push({ key: 'later', at: later });
  choices.push({ key: 'tomorrow', at: on(1) });
  if (untilMonday > 1 && untilMonday < 7) choices.push({ key: 'monday', at: on(untilMonday) });
  choices.push({ key: 'week', at: on(7) });
  return choices;
}
