import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys } from '~/api/keys';
import type { Draft, Drafts } from '~/api/types';
import type { DraftSession } from './session';
import { useDraft } from './useDraft';

/** What the server has been given is what the drafts of the ticket say: to whoever looks next, and to a device without its server. */
export function useSavedDraft(session: DraftSession): void {
  const client = useQueryClient();
  const { content, phase, revision, savedAt } = useDraft(session);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every save, not for every letter
  useEffect(() => {
    const gone = phase === 'empty' && session.known;
    if (phase !== 'saved' && !gone) return;
    client.setQueryData<Drafts>(keys.drafts(session.number), (known) => {
      if (!known) return known;
      const same = (one: Draft) => one.kind === session.kind && one.conversation_id === session.conversation;
      const before = known.mine.find(same);
      const others = known.mine.filter((one) => !same(one));
      if (gone || revision === 0) return { ...known, mine: others };
      const now: Draft = {
        ...content,
        kind: session.kind,
        conversation_id: session.conversation,
        revision,
        updated_at: savedAt ?? new Date().toISOString(),
        started_at: before?.started_at ?? savedAt ?? new Date().toISOString(),
        writers: before?.writers ?? [],
        requests: before?.requests ?? [],
      };
      return { ...known, mine: [...others, now] };
    });
  }, [client, session, phase, revision]);
}
