import { useLingui } from '@lingui/react/macro';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { keys } from '~/api/keys';
import { meQuery } from '~/api/session';
import { undoMessage } from '~/api/tickets';
import type { Id, Message } from '~/api/types';
import { useWords } from '~/ui/Failure';
import { paragraphs } from '~/ui/html';
import { complain, tell } from '~/ui/notify';
import { forgetSending, useSendings } from './sent';
import { draftSession } from './sessions';

/** Takes a reply back: the mail does not leave, and its text returns to the composer. */
export function useTakeBack(): (number: number, messageId: Id) => Promise<boolean> {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const { data: me } = useSuspenseQuery(meQuery);
  return async (number, messageId) => {
    try {
      const { draft } = await undoMessage(number, messageId);
      const { body, conversation_id, ...content } = draft;
      const body_html = content.body_html || paragraphs(body ?? '');
      draftSession(me.id, number, 'reply', conversation_id).giveBack({ ...content, body_html });
      tell(t`The reply was not sent. Its text is back in the composer.`);
      return true;
    } catch (error) {
      complain(words(error));
      return false;
    } finally {
      forgetSending(messageId);
      void client.invalidateQueries({ queryKey: ['ticket', number] });
      void client.invalidateQueries({ queryKey: keys.lists });
    }
  };
}

export function useUndo(
  number: number,
  message: Message,
): { undo: () => Promise<boolean>; canUndo: boolean } {
  const takeBack = useTakeBack();
  const { data: me } = useSuspenseQuery(meQuery);
  const here = useSendings().find((one) => one.messageId === message.id)?.until;
  const until = here ?? (message.undo_until ? Date.parse(message.undo_until) : 0);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const left = until - Date.now();
    if (left <= 0) return;
    const timer = setTimeout(() => setNow(Date.now()), left + 20);
    return () => clearTimeout(timer);
  }, [until]);
  const mine = message.author.id === me.id && !message.undone;
  return { undo: () => takeBack(number, message.id), canUndo: mine && until > now };
}
