import { useLingui } from '@lingui/react/macro';
import { IconMessages } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { type Chat, chatQuery, chatsQuery } from '~/api/chats';
import { meQuery } from '~/api/session';
import { useNames } from '~/features/presence/useStateWords';
import { list } from '~/i18n/format';
import { ChatWindow } from './ChatWindow';
import classes from './chat.module.css';
import { openChat, useOpenChat } from './open';
import { partners, unread } from './talk';

/** The talks that I am in, folded away at the lower right; one of them open. They go along from ticket to ticket. */
export default function ChatDock() {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: chats } = useQuery(chatsQuery);
  const chosen = useOpenChat();
  const standing = chats?.find((one) => one.id === chosen);
  const earlier = useQuery({
    ...chatQuery(chosen),
    enabled: chosen !== null && chats !== undefined && !standing,
  });
  const opened = standing ?? (chosen ? earlier.data : undefined);
  const byNews = useOpenedByNews(chats, me.id);
  if (!chats || (chats.length === 0 && !opened)) return null;
  return (
    <aside className={classes.dock} aria-label={t`Chats with colleagues`}>
      {opened ? <ChatWindow key={opened.id} chat={opened} me={me.id} focus={byNews !== opened.id} /> : null}
      <div className={classes.tabs}>
        {chats
          .filter((one) => one.id !== opened?.id)
          .map((one) => (
            <Tab key={one.id} chat={one} me={me.id} />
          ))}
      </div>
    </aside>
  );
}

function Tab({ chat, me }: { chat: Chat; me: string }) {
  const { t } = useLingui();
  const who = list(partners(chat, me).map(useNames()));
  const count = unread(chat, me).length;
  const { number } = chat.ticket;
  return (
    <button
      type="button"
      className={classes.tab}
      data-unread={count > 0 || undefined}
      aria-label={
        count > 0
          ? t`Chat about #${number} with ${who}, ${count} unread`
          : t`Chat about #${number} with ${who}`
      }
      onClick={() => openChat(chat.id)}
    >
      <IconMessages size={15} stroke={1.6} />
      <span>
        #{number} · {who}
      </span>
      {count > 0 ? <b>{count}</b> : null}
    </button>
  );
}

/**
 * What a colleague says about the ticket in front opens by itself, once, and leaves the focus where it is; about another ticket it
 * shows on its tab.
 */
function useOpenedByNews(chats: Chat[] | undefined, me: string): string | null {
  const known = useRef<Set<string> | null>(null);
  const opened = useRef<string | null>(null);
  useEffect(() => {
    if (!chats) return;
    const front = Number(/\/tickets\/(\d+)/.exec(window.location.pathname)?.[1]);
    const fresh = chats.filter((one) => unread(one, me).some((line) => !known.current?.has(line.id)));
    const about = fresh.find((one) => one.ticket.number === front);
    known.current = new Set(chats.flatMap((one) => one.lines.map((line) => line.id)));
    if (!about) return;
    opened.current = about.id;
    openChat(about.id);
  }, [chats, me]);
  return opened.current;
}
