import { createFileRoute, notFound } from '@tanstack/react-router';
import { readAddress } from '~/features/ticket/conversations/address';
import { type HistorySearch, parseHistory } from '~/features/ticket/historySearch';
import { TicketPage } from '~/features/ticket/TicketPage';

export const Route = createFileRoute('/_app/tickets/$number')({
  validateSearch: (
    search: Record<string, unknown>,
  ): {
    tab?: 'history' | 'files';
    message?: string;
    held?: 1;
    conversation?: string | undefined;
  } & HistorySearch => ({
    // One conversation of the ticket instead of all, here as in the history.
    ...(readAddress(search.conversation) ? { conversation: readAddress(search.conversation) } : {}),
    ...(search.tab === 'files' ? { tab: 'files' as const } : {}),
    ...(search.tab === 'history' ? { tab: 'history' as const, ...parseHistory(search) } : {}),
    // To the review of a scheduled reply that was held.
    ...(String(search.held) === '1' ? { held: 1 as const } : {}),
    // Where a notification leads to: the id of the message on the page.
    ...(/^m\d{1,19}$/.test(String(search.message)) ? { message: String(search.message) } : {}),
  }),
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
