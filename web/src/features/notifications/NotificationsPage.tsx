import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconBell } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keys } from '~/api/keys';
import { markNotificationsRead, notificationsQuery } from '~/api/settings';
import type { Notification } from '~/api/settingsTypes';
import { dateTime, moment } from '~/i18n/format';
import { Avatar } from '~/ui/Avatar';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { MoreButton } from '~/ui/MoreButton';
import { PageFrame } from '~/ui/PageFrame';
import classes from './notifications.module.css';

export function NotificationsPage() {
  const { t } = useLingui();
  const client = useQueryClient();
  const query = useInfiniteQuery(notificationsQuery);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const all = query.data?.pages.flatMap((page) => page.results);
  const unread = query.data?.pages[0]?.unread ?? 0;

  async function read(which: Parameters<typeof markNotificationsRead>[0]): Promise<void> {
    await markNotificationsRead(which).catch(() => undefined);
    await client.invalidateQueries({ queryKey: keys.notifications });
    await client.invalidateQueries({ queryKey: keys.me });
  }

  return (
    <PageFrame
      title={<Trans>Notifications</Trans>}
      actions={
        unread > 0 ? (
          <Button variant="default" onClick={() => void read({ all: true })}>
            <Trans>Mark all as read</Trans>
          </Button>
        ) : undefined
      }
    >
      {all?.length === 0 ? (
        <Empty icon={<IconBell size={22} stroke={1.6} />} title={<Trans>Nothing new for you</Trans>}>
          <Trans>Mentions, assignments and replies to your tickets appear here.</Trans>
        </Empty>
      ) : (
        <ul className={classes.list} aria-label={t`Notifications`}>
          {all?.map((one) => (
            <li key={one.id}>
              <Entry notification={one} onOpen={() => one.read || void read({ ids: [one.id] })} />
            </li>
          ))}
        </ul>
      )}
      <MoreButton query={query} />
    </PageFrame>
  );
}

function Entry({ notification, onOpen }: { notification: Notification; onOpen: () => void }) {
  const { t } = useLingui();
  const { ticket, actor, text, at, read } = notification;
  return (
    <Link
      to="/tickets/$number"
      params={{ number: String(ticket.number) }}
      search={{ view: 'all' }}
      className={classes.entry}
      data-unread={read ? undefined : true}
      onClick={onOpen}
    >
      <span className={classes.gutter}>
        {read ? null : <i role="img" aria-label={t`unread`} className={classes.dot} />}
      </span>
      <Avatar name={actor.name} kind="agent" size={28} />
      <span className={classes.words}>
        <b>{text}</b>
        <small dir="auto">
          #{ticket.number} {text.includes(ticket.subject) ? null : ticket.subject}
        </small>
      </span>
      <time dateTime={at} title={dateTime(at)}>
        {moment(at)}
      </time>
    </Link>
  );
}
