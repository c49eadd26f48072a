import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon } from '@mantine/core';
import { IconMinus, IconNote, IconSend2 } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { beginChat, type Chat, readChat } from '~/api/chats';
import { keys } from '~/api/keys';
import type { Id } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { useNames } from '~/features/presence/useStateWords';
import { list } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { complain } from '~/ui/notify';
import classes from './chat.module.css';
import { Lines } from './Lines';
import { openChat } from './open';
import { longest, partners, unread, withChat } from './talk';
import { moves, useMoveWords } from './useMoveWords';
import { type Talk, useTalk } from './useTalk';

interface Props {
  chat: Chat;
  me: Id;
  /** Whether it was opened by a click here, and takes the focus. */
  focus: boolean;
}

/** One talk. It stands beside the ticket and the editor, and closes neither. */
export function ChatWindow({ chat, me, focus }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const names = useNames();
  const talk = useTalk(chat);
  const who = list(partners(chat, me).map(names));
  const { number } = chat.ticket;
  const newest = chat.lines.at(-1)?.id;
  const waiting = unread(chat, me).length;

  // What stands in an open window in front is read.
  useEffect(() => {
    const read = () => {
      if (!newest || waiting === 0 || document.visibilityState !== 'visible') return;
      readChat(chat.id, newest)
        .then((fresh) => client.setQueryData<Chat[]>(keys.chats, (all) => withChat(all, fresh)))
        .catch(() => undefined);
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [client, chat.id, newest, waiting]);

  return (
    <section
      className={classes.window}
      aria-label={chat.group ? t`Group chat about #${number}` : t`Chat about #${number} with ${who}`}
    >
      <header>
        <h2>
          <Link to="/tickets/$number" params={{ number: String(number) }} search={parseSearch}>
            #{number}
          </Link>
          <span title={who}>{who}</span>
        </h2>
        <ActionIcon aria-label={t`Keep as an internal note`} onClick={() => void talk.keep()}>
          <IconNote size={16} stroke={1.6} />
        </ActionIcon>
        <button
          type="button"
          className={classes.plain}
          hidden={!chat.inside}
          onClick={() => void talk.leave()}
        >
          <Trans>Leave</Trans>
        </button>
        <ActionIcon aria-label={t`Fold the chat away`} onClick={() => openChat(null)}>
          <IconMinus size={16} stroke={1.6} />
        </ActionIcon>
      </header>
      <Lines chat={chat} me={me} talk={talk} />
      {talk.problem ? (
        <p className={classes.problem} role="alert">
          {talk.problem}
        </p>
      ) : null}
      {chat.inside && !chat.ended ? <Say talk={talk} focus={focus} /> : <Outside chat={chat} />}
    </section>
  );
}

function Say({ talk, focus }: { talk: Talk; focus: boolean }) {
  const { t } = useLingui();
  const words = useMoveWords();
  const left = longest - talk.text.length;
  return (
    <div className={classes.say}>
      <div className={classes.moves}>
        {moves.map((move) => (
          <button key={move} type="button" onClick={() => void talk.propose(move)}>
            {words(move)}
          </button>
        ))}
      </div>
      <div className={classes.input}>
        <textarea
          aria-label={t`Message to colleagues`}
          placeholder={t`Only colleagues see this`}
          rows={2}
          dir="auto"
          // biome-ignore lint/a11y/noAutofocus: it was opened in order to write
          autoFocus={focus}
          value={talk.text}
          onChange={(event) => talk.write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || event.keyCode === 229) return;
            if (event.key !== 'Enter' || event.shiftKey) return;
            event.preventDefault();
            void talk.say();
          }}
        />
        <ActionIcon
          aria-label={t`Send`}
          disabled={!talk.text.trim() || left < 0}
          onClick={() => void talk.say()}
        >
          <IconSend2 size={17} stroke={1.6} />
        </ActionIcon>
      </div>
      {left < 200 ? (
        <small data-over={left < 0 || undefined}>
          <Trans>Characters left: {left}</Trans>
        </small>
      ) : null}
    </div>
  );
}

/** Left, or ended: it can be read, and gone on with. */
function Outside({ chat }: { chat: Chat }) {
  const client = useQueryClient();
  const words = useWords();

  async function again(): Promise<void> {
    const other = chat.group ? null : (chat.members.find((one) => !one.inside)?.person_id ?? null);
    try {
      const fresh = await beginChat(chat.ticket.number, other);
      client.setQueryData<Chat[]>(keys.chats, (all) => withChat(all, fresh));
      openChat(fresh.id);
    } catch (error) {
      complain(words(error));
    }
  }
  return (
    <p className={classes.outside}>
      {chat.ended ? <Trans>Everybody has left this chat.</Trans> : <Trans>You have left this chat.</Trans>}
      {chat.group && !chat.ended ? (
        <button type="button" className={classes.plain} onClick={() => void again()}>
          <Trans>Join again</Trans>
        </button>
      ) : null}
    </p>
  );
}
