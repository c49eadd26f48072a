import { i18n } from '@lingui/core';

const formats = new Map<string, Intl.DateTimeFormat>();
let zone: string | undefined;

/** The person's time zone; without one the browser's is used. */
export function inZone(timeZone: string | undefined): void {
  zone = timeZone && isZone(timeZone) ? timeZone : undefined;
  formats.clear();
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = i18n.locale + JSON.stringify(options);
  let found = formats.get(key);
  if (!found) {
    found = new Intl.DateTimeFormat(i18n.locale, { timeZone: zone, ...options });
    formats.set(key, found);
  }
  return found;
}

const clock: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

export const time = (at: string | number) => format(clock).format(new Date(at));

export const day = (at: string | number) =>
  format({ day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(at));

export const dateTime = (at: string | number) =>
  format({ day: 'numeric', month: 'short', year: 'numeric', ...clock }).format(new Date(at));

const dayKey = (at: string | number) =>
  format({ year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(at));

export const sameDay = (a: string | number, b: string | number) => dayKey(a) === dayKey(b);

/** As short as it can be without being wrong: the time today, the day within a year, else the date. */
export function brief(at: string, now: number = Date.now()): string {
  const age = now - Date.parse(at);
  if (sameDay(at, now)) return time(at);
  if (age < 6 * 86_400_000 && age > 0) return format({ weekday: 'short' }).format(new Date(at));
  if (age < 300 * 86_400_000) return format({ day: 'numeric', month: 'short' }).format(new Date(at));
  return format({ day: '2-digit', month: '2-digit', year: 'numeric' }).format(new Date(at));
}

/** A moment to come with its weekday: "Mon 23 Nov, 09:00". */
export const weekdayTime = (at: string | number) =>
  format({ weekday: 'short', day: 'numeric', month: 'short', ...clock }).format(new Date(at));

/** A moment to come, as short: the time today, day and time within a week, else the date. */
export function soon(at: string, now: number = Date.now()): string {
  if (sameDay(at, now)) return time(at);
  if (Date.parse(at) - now < 6 * 86_400_000)
    return format({ weekday: 'short', ...clock }).format(new Date(at));
  return format({ day: 'numeric', month: 'short' }).format(new Date(at));
}

/** For a message: time today, else day and time. */
export function moment(at: string, now: number = Date.now()): string {
  if (sameDay(at, now)) return time(at);
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format({
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
    ...clock,
  }).format(new Date(at));
}

export function bytes(size: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(units.length - 1, size < 1000 ? 0 : Math.floor(Math.log10(size) / 3));
  return new Intl.NumberFormat(i18n.locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 1 ? 1 : 0,
  }).format(size / 1000 ** step);
}

export const count = (value: number) => new Intl.NumberFormat(i18n.locale).format(value);

export const list = (items: string[]) =>
  new Intl.ListFormat(i18n.locale, { type: 'conjunction' }).format(items);
