import { createFileRoute } from '@tanstack/react-router';
import { MailboxesPage } from '~/features/mail/MailboxesPage';

export const Route = createFileRoute('/_app/mailboxes')({ component: MailboxesPage });
