import { Trans } from '@lingui/react/macro';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { type QueryClient, type QueryKey, useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { Unreachable } from '~/api/client';
import { keys } from '~/api/keys';
import { meQuery } from '~/api/session';
import type { Id, Me, Ticket } from '~/api/types';
import classes from './Live.module.css';
import { staleBy, union } from './pointers';
import { LiveSocket } from './socket';

const Socket = createContext<LiveSocket | null>(null);

/** How long bursts are gathered before the queries on screen are asked again. */
const gather = 250;
const tolerated = 5_000;
const poll = 15_000;

export function Live({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [socket, setSocket] = useState<LiveSocket | null>(null);
  const [up, setUp] = useState(true);

  useEffect(() => {
    let waiting: QueryKey[][] = [];
    let timer: ReturnType<typeof setTimeout> | null = null;
    const flush = () => {
      timer = null;
      const stale = union(waiting);
      waiting = [];
      for (const queryKey of stale) void client.invalidateQueries({ queryKey });
    };
    const live = new LiveSocket({
      onPointer: (pointer) => {
        // Whoever writes knows what they write.
        if (pointer.type === 'drafts' && pointer.author === client.getQueryData<Me>(keys.me)?.id) return;
        const known =
          pointer.type === 'changed'
            ? client.getQueryData<Ticket>(keys.ticket(pointer.number))?.seq
            : undefined;
        waiting.push(staleBy(pointer, known));
        if (pointer.type === 'notification' && pointer.sound) ring(client, pointer.ticket);
        timer ??= setTimeout(flush, gather);
      },
      onListening: () => void refreshScreen(client),
      onLink: setUp,
    });
    live.join('tickets');
    live.join('me');
    void live.open();
    setSocket(live);
    const hurry = () => live.hurry();
    window.addEventListener('online', hurry);
    return () => {
      window.removeEventListener('online', hurry);
      if (timer) clearTimeout(timer);
      live.close();
    };
  }, [client]);

  return (
    <Socket value={socket}>
      {children}
      {up ? null : <Paused />}
    </Socket>
  );
}

/** A tone, unless the ticket is the one in front: whoever looks at it sees the news. */
function ring(client: QueryClient, ticket: Id | undefined): void {
  const number = Number(/\/tickets\/(\d+)/.exec(window.location.pathname)?.[1]);
  const front = number ? client.getQueryData<Ticket>(keys.ticket(number))?.id : undefined;
  if (ticket && ticket === front && document.visibilityState === 'visible') return;
  void import('~/features/notifications/tone').then(({ play }) => play());
}

/** Everything on screen is asked again; of drafts the truth is in this tab, which hears no more than what it does not hold. */
function refreshScreen(client: ReturnType<typeof useQueryClient>): Promise<void> {
  return client.invalidateQueries();
}

/** Appears when the link has been down for a while; from then on the screen is refreshed by asking. */
function Paused() {
  const client = useQueryClient();
  const away = useQuery({ ...meQuery, enabled: false }).error instanceof Unreachable;
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const late = setTimeout(() => {
      setShown(true);
      // Only the link, or the server as a whole?
      void client.invalidateQueries({ queryKey: keys.me });
    }, tolerated);
    const asking = setInterval(() => void refreshScreen(client), poll);
    return () => {
      clearTimeout(late);
      clearInterval(asking);
    };
  }, [client]);
  return (
    <div role="status" className={classes.place}>
      {shown ? (
        <span className={classes.chip}>
          <IconPlugConnectedX size={14} stroke={1.8} />
          {away ? (
            <Trans>Offline: what you read last is shown, what you write is kept</Trans>
          ) : (
            <Trans>Live updates paused</Trans>
          )}
        </span>
      ) : null}
    </div>
  );
}

export const useSocket = (): LiveSocket | null => useContext(Socket);

/** Watches a room as long as the component is there. */
export function useRoom(room: string): void {
  const socket = useSocket();
  useEffect(() => socket?.join(room), [socket, room]);
}
