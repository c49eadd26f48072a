import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { keys } from '~/api/keys';
import { meQuery } from '~/api/session';
import { latestNotifications } from '~/api/settings';
import { parseSearch } from '~/features/list/filters';
import { news } from '~/ui/notify';
import { showDesktop } from './desktop';
import { leadingTo } from './leading';

/** Tells what happened elsewhere, as soon as the number at the bell goes up. About the ticket in front it is silent. */
export function useNews(): void {
  const client = useQueryClient();
  const router = useRouter();
  const unread = useQuery(meQuery).data?.unread_notifications ?? 0;
  const before = useRef(unread);

  useEffect(() => {
    document.title = unread > 0 ? `(${unread > 99 ? '99+' : unread}) Tandem` : 'Tandem';
  }, [unread]);

  useEffect(() => {
    const fresh = unread - before.current;
    before.current = unread;
    if (fresh <= 0) return;
    let gone = false;
    latestNotifications().then(
      (page) => {
        if (gone) return;
        for (const one of page.results.filter((entry) => !entry.read).slice(0, Math.min(fresh, 3))) {
          const { ticket, place, about } = one;
          const open = () => {
            if (!ticket) {
              void router.navigate({ to: place });
              return;
            }
            const params = { number: String(ticket.number) };
            const search = (old: object) => ({
              ...parseSearch({ ...old }),
              ...leadingTo(one),
            });
            void router.navigate({ to: '/tickets/$number', params, search });
          };
          if (document.visibilityState === 'hidden') showDesktop(one.text, one.id, open);
          if (ticket && router.latestLocation.pathname.endsWith(`/tickets/${ticket.number}`)) continue;
          news(one.text, ticket ? `#${ticket.number}` : about, open);
        }
        void client.invalidateQueries({ queryKey: keys.notifications });
      },
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [unread, client, router]);
}
