import { createFileRoute } from '@tanstack/react-router';
import { AutomaticMailPage } from '~/features/mail/automatic/AutomaticMailPage';

export const Route = createFileRoute('/_app/automatic-mail')({ component: AutomaticMailPage });
