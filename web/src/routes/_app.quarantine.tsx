import { createFileRoute } from '@tanstack/react-router';
import { QuarantinePage } from '~/features/mail/QuarantinePage';

export const Route = createFileRoute('/_app/quarantine')({
  validateSearch: (search: Record<string, unknown>): { mail?: string } =>
    typeof search.mail === 'string' ? { mail: search.mail } : {},
  component: QuarantinePage,
});
