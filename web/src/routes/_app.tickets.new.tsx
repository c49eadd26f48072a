import { createFileRoute } from '@tanstack/react-router';
import { NewTicketPage } from '~/features/newTicket/NewTicketPage';

export const Route = createFileRoute('/_app/tickets/new')({ component: NewTicketPage });
