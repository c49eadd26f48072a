import { useLingui } from '@lingui/react/macro';
import { IconAlarm, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import type { TicketRow } from '~/api/types';
import { RowSign, useRowSign } from '~/features/presence/RowSign';
import { useStatuses } from '~/features/ticket/useStatuses';
import { brief, dateTime, soon } from '~/i18n/format';
import { Avatar } from '~/ui/Avatar';
import { priorityNames } from '~/ui/names';
import { PriorityMark } from '~/ui/PriorityMark';
import { StatusMark } from '~/ui/StatusMark';
import type { ListSearch } from './filters';
import { RowTags } from './RowTags';
import classes from './row.module.css';

interface Props {
  row: TicketRow;
  search: ListSearch;
  open: boolean;
}

export const Row = memo(function Row({ row, search, open }: Props) {
  const { t, i18n } = useLingui();
  const statuses = useStatuses();
  const statusName = statuses.nameOf(row.department.id, row.status);
  // The time that the list is ordered by: any other one would look like disorder.
  const at = search.sort?.endsWith('created') ? row.created_at : row.updated_at;
  const loud = row.priority === 'high' || row.priority === 'urgent';
  const owner = row.owner?.name;
  const asleep = !row.snoozed
    ? null
    : row.snoozed_until
      ? t`snoozed until ${dateTime(row.snoozed_until)}`
      : t`snoozed until the customer answers`;
  const sign = useRowSign(row.id);
  const name = [
    row.unread ? t`unread` : null,
    `#${row.number}`,
    row.subject,
    t`from ${row.requester.name || row.requester.email}`,
    statusName,
    loud ? i18n._(priorityNames[row.priority]) : null,
    owner ? t`owner ${owner}` : t`no owner`,
    row.tags.length > 0 ? t`tags ${row.tags.join(', ')}` : null,
    row.my_draft ? t`you have a draft` : null,
    asleep,
    sign?.words,
  ]
    .filter(Boolean)
    .join(', ');

  return (
    <Link
      to="/tickets/$number"
      params={{ number: String(row.number) }}
      search={search}
      className={classes.row}
      data-open={open || undefined}
      data-unread={row.unread || undefined}
      aria-label={name}
      aria-current={open ? 'page' : undefined}
    >
      <span className={classes.gutter}>{row.unread ? <i className={classes.dot} /> : null}</span>
      <span className={classes.first}>
        <b>{row.requester.name || row.requester.email}</b>
        <span className={classes.subject} dir="auto">
          {row.subject}
        </span>
        <time dateTime={at} title={dateTime(at)}>
          {brief(at)}
        </time>
      </span>
      <span className={classes.second}>
        <StatusMark group={row.group} colour={statuses.colourOf(row.department.id, row.status)} size={12} />
        <span className={classes.status}>{statusName}</span>
        <span className={classes.number}>#{row.number}</span>
        {row.my_draft ? (
          <span className={classes.draft}>
            <IconPencil size={12} stroke={1.8} />
            {t`Draft`}
          </span>
        ) : null}
        {asleep ? (
          <span className={classes.asleep} title={asleep}>
            <IconAlarm size={12} stroke={1.8} />
            {row.snoozed_until ? soon(row.snoozed_until) : t({ message: 'Answer', context: 'snoozed until' })}
          </span>
        ) : null}
        <RowTags tags={row.tags} />
        <span className={classes.end}>
          {loud ? <PriorityMark priority={row.priority} size={13} /> : null}
          {row.owner ? <Avatar name={row.owner.name} kind="agent" size={18} /> : null}
          <RowSign sign={sign} />
        </span>
      </span>
    </Link>
  );
});
