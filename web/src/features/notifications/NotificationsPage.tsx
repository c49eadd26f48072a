import { Trans, useLingui } from '@lingui/react/macro';
import { Button, SegmentedControl } from '@mantine/core';
import { IconBell, IconSettings } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { keys } from '~/api/keys';
import { markNotificationsRead, notificationsQuery } from '~/api/settings';
import type { Notification } from '~/api/settingsTypes';
import { dateTime, moment } from '~/i18n/format';
import { Avatar } from '~/ui/Avatar';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { LinkIcon } from '~/ui/LinkIcon';
import { MoreButton } from '~/ui/MoreButton';
import { PageFrame } from '~/ui/PageFrame';
import { byTicket, type Group } from './groups';
import { leadingTo } from './leading';
import classes from './notifications.module.css';

/** What I was told, newest first, what belongs to one ticket together. */
export function NotificationsPage() {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { show = 'all' } = useSearch({ from: '/_app/notifications' });
  const query = useInfiniteQuery(notificationsQuery(show));
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
        <>
          {unread > 0 ? (
            <Button variant="default" onClick={() => void read({ all: true })}>
              <Trans>Mark all as read</Trans>
            </Button>
          ) : null}
          <LinkIcon to="/me/notifications" aria-label={t`Notification settings`}>
            <IconSettings size={17} stroke={1.6} />
          </LinkIcon>
        </>
      }
    >
      <SegmentedControl
        size="xs"
        mb="sm"
        aria-label={t`Which notifications`}
        value={show}
        data={[
          { value: 'all', label: t({ message: 'All', context: 'notifications' }) },
          { value: 'unread', label: t({ message: 'Unread', context: 'notifications' }) },
        ]}
        onChange={(value) =>
          void navigate({ to: '/notifications', search: value === 'unread' ? { show: 'unread' } : {} })
        }
        style={{ alignSelf: 'flex-start' }}
      />
      {all?.length === 0 ? (
        <Empty icon={<IconBell size={22} stroke={1.6} />} title={<Trans>Nothing new for you</Trans>}>
          <Trans>Mentions, assignments and news on tickets that you follow appear here.</Trans>
        </Empty>
      ) : (
        <ul className={classes.list} aria-label={t`Notifications`}>
          {byTicket(all ?? []).map((group) => (
            <li key={group.key}>
              <TicketGroup group={group} onRead={(ids) => void read({ ids })} />
            </li>
          ))}
        </ul>
      )}
      <MoreButton query={query} />
    </PageFrame>
  );
}

function TicketGroup({ group, onRead }: { group: Group; onRead: (ids: string[]) => void }) {
  const { t } = useLingui();
  const { number, subject, entries } = group;
  const name = number === null ? subject : `#${number}`;
  const unread = entries.filter((one) => !one.read).map((one) => one.id);
  return (
    <section className={classes.group} aria-label={number === null ? subject : `#${number} ${subject}`}>
      <header>
        <h2 dir="auto">
          {number === null ? null : <span>#{number}</span>} {subject}
        </h2>
        {unread.length > 0 ? (
          <button
            type="button"
            className="undo-link"
            aria-label={t`Mark ${name} as read`}
            onClick={() => onRead(unread)}
          >
            <Trans>Mark as read</Trans>
          </button>
        ) : null}
      </header>
      <ul className={classes.list}>
        {entries.map((one) => (
          <li key={one.id}>
            <Entry notification={one} onOpen={() => one.read || onRead([one.id])} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Entry({ notification, onOpen }: { notification: Notification; onOpen: () => void }) {
  const { t } = useLingui();
  const { ticket, place, actor, text, at, read } = notification;
  const words = (
    <>
      <span className={classes.gutter}>
        {read ? null : <i role="img" aria-label={t`unread`} className={classes.dot} />}
      </span>
      <Avatar name={actor.name} kind="agent" size={28} />
      <span className={classes.words}>
        <b>{text}</b>
      </span>
      <time dateTime={at} title={dateTime(at)}>
        {moment(at)}
      </time>
    </>
  );
  const common = { className: classes.entry, 'data-unread': read ? undefined : true, onClick: onOpen };
  return ticket ? (
    <Link
      to="/tickets/$number"
      params={{ number: String(ticket.number) }}
      search={{ view: 'all', ...leadingTo(notification) }}
      {...common}
    >
      {words}
    </Link>
  ) : (
    <Link to={place} {...common}>
      {words}
    </Link>
  );
}
