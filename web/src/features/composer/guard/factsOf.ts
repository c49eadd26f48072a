import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import type { Catalogue, DraftContent, Message, Ticket, TicketList } from '~/api/types';
import type { Facts } from './facts';

type Known = Facts['others'][number];

/** Other tickets that were open or stood in a list of this window. */
function others(client: QueryClient, number: number): Known[] {
  const opened = client
    .getQueriesData<Partial<Ticket>>({ queryKey: ['ticket'] })
    .flatMap(([key, data]) => (key[2] === 'page' && data ? [data as Ticket] : []));
  const listed = client
    .getQueriesData<InfiniteData<TicketList>>({ queryKey: keys.lists })
    .flatMap(([, data]) => data?.pages?.flatMap((page) => page.results) ?? []);
  const found = new Map<number, Known>();
  for (const one of [...listed, ...opened]) if (one.number !== number) found.set(one.number, one);
  return [...found.values()];
}

/** What the guard goes by: only what this window knows already. */
export function factsOf(
  content: DraftContent,
  ticket: Ticket,
  messages: readonly Message[],
  client: QueryClient,
): Facts {
  const shown = messages.filter((one) => !one.undone);
  const open = shown.filter((one) => one.visibility === 'public');
  const written = open.filter((one) => one.kind === 'customer' && !one.automatic);
  const met = open.flatMap(({ author, to, cc }) => [author, ...to, ...cc]);
  return {
    html: content.body_html,
    to: content.to,
    cc: content.cc,
    files: content.attachments.length,
    number: ticket.number,
    requester: ticket.requester.id,
    known: [ticket.requester, ...ticket.cc, ...content.to, ...content.cc, ...met],
    colleagues: client.getQueryData<Catalogue>(keys.catalogue)?.agents ?? [],
    others: others(client, ticket.number),
    notes: shown.filter((one) => one.visibility === 'internal').map((one) => one.text),
    open: [ticket.subject, ...open.map((one) => one.text)],
    theirs: written.map((one) => one.parts.visible).join('\n'),
  };
}
