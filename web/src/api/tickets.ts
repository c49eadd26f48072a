import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { keys } from './keys';
import type {
  Changes,
  Draft,
  DraftContent,
  DraftInput,
  DraftKind,
  Drafts,
  Id,
  Instant,
  Message,
  NewMessage,
  NewTicket,
  Schemas,
  Ticket,
  TicketList,
} from './types';

export interface ListFilters {
  view: string;
  q?: string | undefined;
  status?: string | undefined;
  owner?: string | undefined;
  priority?: string | undefined;
  channel?: string | undefined;
  department?: string | undefined;
  tag?: string | undefined;
  received_days?: number | undefined;
  sort?: string | undefined;
  condition?: string | undefined;
}

export const viewsQuery = queryOptions({
  queryKey: keys.views,
  queryFn: ({ signal }) => api.get<Schemas['ViewList']>('/views', undefined, signal),
  staleTime: 30_000,
});

export const listQuery = (filters: ListFilters) =>
  infiniteQueryOptions({
    queryKey: keys.list(filters),
    queryFn: ({ pageParam, signal }) =>
      api.get<TicketList>('/tickets', { ...filters, cursor: pageParam, limit: 50 }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 15_000,
  });

/** All tickets of a list by name, up to a bound: what is to be done is done to these, whatever comes into the list later. */
export const matchesOf = (filters: ListFilters) =>
  api.get<Schemas['MatchList']>('/tickets/matches', { ...filters });

export const ticketQuery = (number: number) =>
  queryOptions({
    queryKey: keys.ticket(number),
    queryFn: ({ signal }) => api.get<Ticket>(`/tickets/${number}`, undefined, signal),
    staleTime: 15_000,
  });

export const messagesQuery = (number: number) =>
  queryOptions({
    queryKey: keys.messages(number),
    queryFn: ({ signal }) =>
      api.get<Schemas['MessageList']>(`/tickets/${number}/messages`, undefined, signal),
    staleTime: 15_000,
  });

/** What a peek reads: by the ticket's `seq`, so that it follows the list, and with a name of its own, since peeking is not opening. */
export const peekQuery = (number: number, seq: number) =>
  queryOptions({
    queryKey: keys.peek(number, seq),
    queryFn: ({ signal }) =>
      api.get<Schemas['MessageList']>(`/tickets/${number}/messages`, undefined, signal),
    staleTime: 60_000,
    gcTime: 60_000,
  });

export const eventsQuery = (number: number, by: Record<string, string | undefined> = {}) =>
  infiniteQueryOptions({
    queryKey: [...keys.events(number), by],
    queryFn: ({ pageParam, signal }) =>
      api.get<Schemas['EventList']>(
        `/tickets/${number}/events`,
        { ...by, before: pageParam, limit: 100, order: 'desc' },
        signal,
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => {
      const oldest = last.results.at(-1);
      return last.next && oldest ? oldest.seq : undefined;
    },
    staleTime: 15_000,
  });

export const tagsQuery = queryOptions({
  queryKey: ['tags'],
  queryFn: ({ signal }) => api.get<Schemas['TagList']>('/tags', undefined, signal),
  staleTime: 15_000,
});

export const facetsQuery = (number: number) =>
  queryOptions({
    queryKey: [...keys.events(number), 'facets'],
    queryFn: ({ signal }) =>
      api.get<Schemas['HistoryFacets']>(`/tickets/${number}/events/facets`, undefined, signal),
    staleTime: 15_000,
  });

/** Read once when the composer opens; from then on the draft store is ahead of the server. */
export const draftsQuery = (number: number) =>
  queryOptions({
    queryKey: keys.drafts(number),
    queryFn: ({ signal }) => api.get<Drafts>(`/tickets/${number}/drafts`, undefined, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** The key makes a repeated click harmless: the same form never opens two tickets. */
export const createTicket = (input: NewTicket, key: string) =>
  api.post<Ticket>('/tickets', input, { 'Idempotency-Key': key });

export const editTicket = (number: number, changes: Changes) =>
  api.patch<Ticket>(`/tickets/${number}`, { changes });

export type TicketVerb = 'trash' | 'restore' | 'spam' | 'not-spam';

export const doToTicket = (number: number, verb: TicketVerb) =>
  api.post<Ticket>(`/tickets/${number}/${verb}`);

/** Spam, and whatever the same sender writes from now on goes there too. */
export const blockSender = (number: number) =>
  api.post<Ticket>(`/tickets/${number}/spam`, { block_sender: true });

/** For good, out of the trash. */
export const deleteTicket = (number: number) => api.del<unknown>(`/tickets/${number}`);

export type Folder = Schemas['EmptyInput']['folder'];

/** Asks for a folder to be emptied; the answer says how many tickets that will be. */
export const emptyFolder = (folder: Folder) =>
  api.post<Schemas['EmptyingShown']>('/tickets/empty', { folder });

export const markRead = (number: number, seq: number) =>
  api.post<unknown>(`/tickets/${number}/read`, { seq });

/** The viewer's own mark: the ticket comes back in their list as something to read. */
export const markUnread = (number: number) => api.post<unknown>(`/tickets/${number}/unread`);

export const followTicket = (number: number, on: boolean) =>
  on ? api.post<Ticket>(`/tickets/${number}/follow`) : api.del<Ticket>(`/tickets/${number}/follow`);

/** Follows new tickets of a customer; with `open` those that are open now as well. */
export const followCustomer = (id: Id, on: boolean, open = false) =>
  on
    ? api.post<Schemas['CustomerFollowed']>(`/customers/${id}/follow`, { open_tickets: open })
    : api.del<Schemas['CustomerFollowed']>(`/customers/${id}/follow`);

/** Until a moment, or until the customer answers. */
export const snoozeTicket = (number: number, until: Instant | null) =>
  api.post<Ticket>(`/tickets/${number}/snooze`, { until });
export const wakeTicket = (number: number) => api.post<Ticket>(`/tickets/${number}/wake`);

type MoveInput = Schemas['MoveInput'];

/** Where to: of team and owner, what is left out stays if it can, null is nobody. */
export type MovePlace = Pick<MoveInput, 'department_id' | 'team_id' | 'owner_id'>;

/** The key makes a repeated press harmless. */
export const moveTicket = (number: number, input: MoveInput, key: string) =>
  api.post<Schemas['MovedShown']>(`/tickets/${number}/move`, input, { 'Idempotency-Key': key });

export const postMessage = (number: number, input: NewMessage) =>
  api.post<Message>(`/tickets/${number}/messages`, input);

export const undoMessage = (number: number, messageId: Id) =>
  api.post<Schemas['UndoneReply']>(`/tickets/${number}/messages/${messageId}/undo`);

/** Where a draft is: without a conversation, in the ticket's first. */
export interface DraftPlace {
  readonly number: number;
  readonly kind: DraftKind;
  readonly conversation: Id | null;
}

const draftPath = ({ number, kind, conversation }: DraftPlace, rest = '', replaced = false) => {
  const query = [conversation ? `conversation=${conversation}` : '', replaced ? 'replaced=true' : ''];
  const asked = query.filter(Boolean).join('&');
  return `/tickets/${number}/drafts/${kind}${rest}${asked ? `?${asked}` : ''}`;
};

/** With `keep` the text whose place it takes stays among the earlier versions. */
export const saveDraft = (
  place: DraftPlace,
  content: DraftContent,
  revision: number,
  { keepalive = false, keep = false } = {},
) =>
  api.put<Schemas['DraftSaved']>(
    draftPath(place),
    {
      ...content,
      attachments: content.attachments.map((upload) => upload.id),
      revision,
      ...(keep ? { keep } : {}),
    } satisfies DraftInput,
    keepalive,
  );

/** `replaced` when another text takes its place. */
export const discardDraft = (place: DraftPlace, replaced = false) =>
  api.del<void>(draftPath(place, '', replaced));

/** Asked for each time: every save may have left a version. */
export const revisionsQuery = (place: DraftPlace) =>
  queryOptions({
    queryKey: keys.revisions(place.number, `${place.kind}/${place.conversation ?? ''}`),
    queryFn: ({ signal }) =>
      api.get<Schemas['DraftRevisionList']>(draftPath(place, '/revisions'), undefined, signal),
    staleTime: 0,
    gcTime: 0,
  });

/** Asks its author for what they are writing; the answer is how the drafts stand now. */
export const askForDraft = ({ number, kind, conversation }: DraftPlace, authorId: Id) =>
  api.post<Drafts>(`/tickets/${number}/drafts/ask`, {
    author_id: authorId,
    kind,
    conversation_id: conversation,
  });

export const answerRequest = ({ number, kind, conversation }: DraftPlace, askedBy: Id, handOver: boolean) =>
  api.post<Drafts>(`/tickets/${number}/drafts/answer`, {
    asked_by_id: askedBy,
    kind,
    conversation_id: conversation,
    hand_over: handOver,
  });

/** What became of one's own drafts of thirty days, over all tickets. */
export const endedDraftsQuery = (ended: string) =>
  infiniteQueryOptions({
    queryKey: ['me', 'drafts', ended],
    queryFn: ({ pageParam, signal }) =>
      api.get<Schemas['EndedDraftList']>(
        '/me/drafts',
        { ended: ended || undefined, cursor: pageParam || undefined },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
    staleTime: 0,
  });

export const takeOverDraft = ({ number, kind, conversation }: DraftPlace, authorId: Id) =>
  api.post<Draft>(`/tickets/${number}/drafts/take-over`, {
    author_id: authorId,
    kind,
    conversation_id: conversation,
  });
