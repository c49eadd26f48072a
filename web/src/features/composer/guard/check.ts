import type { QueryClient } from '@tanstack/react-query';
import type { DraftContent, Message, Ticket } from '~/api/types';
import type { Reason } from './facts';
import { factsOf } from './factsOf';
import { reasonsBefore } from './reasons';

/** What should be looked at before this reply leaves. */
export const check = (
  content: DraftContent,
  ticket: Ticket,
  messages: Message[],
  client: QueryClient,
): Reason[] => reasonsBefore(factsOf(content, ticket, messages, client));
