import { createFileRoute } from '@tanstack/react-router';
import type { LedgerState } from '~/api/settingsTypes';
import { MailLogPage } from '~/features/mail/MailLogPage';

const states: LedgerState[] = ['received', 'applied', 'noted', 'duplicate', 'quarantined'];

export const Route = createFileRoute('/_app/mail-log')({
  validateSearch: (search: Record<string, unknown>): { state?: LedgerState; mail?: string } => ({
    ...(states.includes(search.state as LedgerState) ? { state: search.state as LedgerState } : {}),
    ...(typeof search.mail === 'string' ? { mail: search.mail } : {}),
  }),
  component: MailLogPage,
});
