import { createFileRoute } from '@tanstack/react-router';
import { FailedMailPage } from '~/features/mail/FailedMailPage';

export const Route = createFileRoute('/_app/failed-mail')({ component: FailedMailPage });
