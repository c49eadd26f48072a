import { createFileRoute } from '@tanstack/react-router';
import { NoTicket } from '~/features/list/NoTicket';

export const Route = createFileRoute('/_app/tickets/')({ component: NoTicket });
