import { createFileRoute } from '@tanstack/react-router';
import { CaughtMailPage } from '~/features/mail/CaughtMailPage';

export const Route = createFileRoute('/_app/caught-mail')({
  validateSearch: (search: Record<string, unknown>): { mail?: string } =>
    typeof search.mail === 'string' ? { mail: search.mail } : {},
  component: CaughtMailPage,
});
