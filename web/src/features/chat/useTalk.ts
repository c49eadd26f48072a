import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import {
  answerMove,
  type Chat,
  type ChatLine,
  keepChat,
  leaveChat,
  type Move,
  propose,
  sayInChat,
} from '~/api/chats';
import { keys } from '~/api/keys';
import { useWords } from '~/ui/Failure';
import { tell } from '~/ui/notify';
import { keepText, keptText, withChat } from './talk';

/** Everything that can be done in a talk. A line that did not arrive keeps its name, so that trying again says it once. */
export function useTalk(chat: Chat) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [text, setText] = useState(() => keptText(chat.id));
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = useRef(crypto.randomUUID());
  const busy = useRef(false);

  async function act(work: () => Promise<Chat>): Promise<boolean> {
    if (busy.current) return false;
    busy.current = true;
    setProblem(null);
    try {
      const fresh = await work();
      client.setQueryData<Chat[]>(keys.chats, (all) => withChat(all, fresh));
      return true;
    } catch (error) {
      setProblem(words(error));
      return false;
    } finally {
      busy.current = false;
    }
  }

  function write(next: string): void {
    setText(next);
    keepText(chat.id, next);
  }

  async function say(): Promise<void> {
    if (!text.trim()) return;
    if (!(await act(() => sayInChat(chat.id, text, attempt.current)))) return;
    attempt.current = crypto.randomUUID();
    write('');
  }

  return {
    text,
    write,
    say,
    problem,
    propose: (move: Move) => act(() => propose(chat.id, move, crypto.randomUUID())),
    answer: (line: ChatLine, accept: boolean) => act(() => answerMove(chat.id, line.id, accept)),
    leave: () => act(() => leaveChat(chat.id)),
    async keep() {
      try {
        await keepChat(chat.id);
        tell(t`The chat is kept as an internal note of #${chat.ticket.number}.`);
      } catch (error) {
        setProblem(words(error));
      }
    },
  };
}

export type Talk = ReturnType<typeof useTalk>;
