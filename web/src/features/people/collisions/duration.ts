import { i18n } from '@lingui/core';

/** "40 sec", "3 min", "2.5 hr": as exact as anybody wants to know how long something took. */
export function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const [value, unit, digits] =
    seconds < 90
      ? [seconds, 'second', 0]
      : seconds < 90 * 60
        ? [seconds / 60, 'minute', 0]
        : [seconds / 3600, 'hour', 1];
  return new Intl.NumberFormat(i18n.locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value);
}
