import { i18n } from '@lingui/core';
import { useEffect, useReducer } from 'react';

const minute = 60_000;

/** "3 min ago" for whole minutes; null while it is less than one. */
export function ago(at: string, now: number): string | null {
  const minutes = Math.floor((now - Date.parse(at)) / minute);
  if (minutes < 1) return null;
  return new Intl.RelativeTimeFormat(i18n.locale, { style: 'short' }).format(-minutes, 'minute');
}

/** "1 min"; from an hour on in hours. */
export function lasting(since: string, now: number): string {
  const minutes = Math.max(1, Math.floor((now - Date.parse(since)) / minute));
  const [value, unit] = minutes < 60 ? [minutes, 'minute'] : [Math.floor(minutes / 60), 'hour'];
  return new Intl.NumberFormat(i18n.locale, { style: 'unit', unit, unitDisplay: 'short' }).format(value);
}

/** Renders again every so often, for words that speak of time. */
export function useTick(every = 15_000): void {
  const [, again] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const timer = setInterval(again, every);
    return () => clearInterval(timer);
  }, [every]);
}
