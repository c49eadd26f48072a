import { createFileRoute, notFound } from '@tanstack/react-router';
import { TicketPage } from '~/features/ticket/TicketPage';

export const Route = createFileRoute('/_app/tickets/$number')({
  validateSearch: (search: Record<string, unknown>): { tab?: 'history' } =>
    search.tab === 'history' ? { tab: 'history' } : {},
  beforeLoad: ({ params }) => {
    if (!/^\d{1,15}$/.test(params.number)) throw notFound();
  },
  component: TicketRoute,
});

function TicketRoute() {
  const { number } = Route.useParams();
  // One page per ticket: nothing of the last one may linger in an editor.
  return <TicketPage key={number} number={Number(number)} />;
}
