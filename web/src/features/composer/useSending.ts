import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import type { Catalogue, Id, Instant, Message, Schemas, Ticket } from '~/api/types';
import { refreshAfter } from '~/features/ticket/cache';
import { dateTime } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';
import { hasContent } from './draft';
import type { Told } from './guard/facts';
import { toldBy } from './guard/useGuard';
import { noteSending } from './sent';
import type { DraftSession } from './session';

/** Sends a draft and shows the result at once where the conversation is open. */
export function useSending(
  session: DraftSession,
  ticket: Ticket,
  onSent: () => void,
  onHeld: (reasons: Told[]) => void,
) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [problem, setProblem] = useState<string | null>(null);
  const { number } = ticket;

  function settled(message: Message): void {
    noteSending(number, message);
    client.setQueryData<Schemas['MessageList']>(keys.messages(number), (page) =>
      page && !page.results.some((one) => one.id === message.id)
        ? { ...page, results: [...page.results, message] }
        : page,
    );
    void client.invalidateQueries({ queryKey: keys.messages(number) });
    void client.invalidateQueries({ queryKey: keys.ticket(number) });
    void client.invalidateQueries({ queryKey: keys.events(number) });
    void client.invalidateQueries({ queryKey: keys.lists });
    void client.invalidateQueries({ queryKey: keys.views });
  }

  async function send(status: string | null, acknowledge: Id[] = [], at?: Instant): Promise<void> {
    setProblem(null);
    const { content } = session.get();
    if (!hasContent(content)) {
      setProblem(t`There is nothing to send yet.`);
      return;
    }
    if (session.kind === 'reply' && content.to.length + content.cc.length === 0) {
      setProblem(t`Nobody would receive this: add a recipient first.`);
      return;
    }
    if (session.kind === 'note') {
      const { wrongMention } = await import('./mentioned');
      const wrong = wrongMention(content.body_html, ticket, client.getQueryData<Catalogue>(keys.catalogue));
      if (wrong) {
        setProblem(
          wrong.customer
            ? t`${wrong.name} is a customer and sees no internal notes. Take the mention out.`
            : t`${wrong.name} cannot see this ticket. Take the mention out.`,
        );
        return;
      }
    }
    // Empty, not left out: a reply that names no status sets what the department says.
    const changed = status && status !== ticket.status ? status : '';
    if (at) {
      const { scheduleReply } = await import('~/api/sends');
      const later = await session.send(changed, acknowledge, (to, message) => scheduleReply(to, message, at));
      if (later) {
        void client.invalidateQueries({ queryKey: ['ticket', number] });
        void client.invalidateQueries({ queryKey: keys.lists });
        tell(t`The reply to #${number} will be sent on ${dateTime(later.at)}.`);
        onSent();
        return;
      }
    } else {
      const message = await session.send(session.kind === 'reply' ? changed : null, acknowledge);
      if (message) {
        settled(message);
        onSent();
        return;
      }
    }
    const { stage, error } = session.get();
    if (stage !== 'failed') return;
    const told = toldBy(error);
    if (told && document.querySelector('[data-composer]')) {
      session.keepEditing();
      onHeld(told);
      return;
    }
    setProblem(words(error));
    // The composer may be gone by now; the sentence must not be.
    if (!document.querySelector('[data-composer]'))
      complain(t`The reply to #${number} was not sent: ${words(error)}`);
  }

  /** Only the fields that wait: nobody is written to. */
  async function apply(): Promise<void> {
    setProblem(null);
    const fresh = await session.applyChanges();
    if (fresh) {
      refreshAfter(client, fresh);
      onSent();
      return;
    }
    setProblem(words(session.get().error));
  }

  return { send, apply, problem, dismiss: () => setProblem(null) };
}
