import type { TicketEvent } from '~/api/types';
import { dateTime } from '~/i18n/format';

/** Until when a ticket was snoozed, on the reader's clock; the server's sentence knows no zone. */
export function untilOf({ kind, new: told }: TicketEvent): string {
  const until = kind === 'ticket.snoozed' ? (told as { until: string | null }).until : null;
  return until ? ` → ${dateTime(until)}` : '';
}
