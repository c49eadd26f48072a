import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlarm, IconUser } from '@tabler/icons-react';
import type { TicketRow } from '~/api/types';
import { useStatuses } from '~/features/ticket/useStatuses';
import { soon } from '~/i18n/format';
import { Avatar } from '~/ui/Avatar';
import { priorityNames } from '~/ui/names';
import { PriorityMark } from '~/ui/PriorityMark';
import { StatusMark } from '~/ui/StatusMark';
import classes from './peek.module.css';

/** Who asks, how it stands and whose it is, as the row knows it. */
export function PeekFacts({ row }: { row: TicketRow }) {
  const { t, i18n } = useLingui();
  const statuses = useStatuses();
  const { name, email } = row.requester;
  return (
    <ul className={classes.facts} aria-label={t`In short`}>
      <li>
        <Avatar name={name || email} size={20} />
        <b>{name || email}</b>
        {name ? <span className={classes.quiet}>{email}</span> : null}
      </li>
      <li>
        <StatusMark group={row.group} colour={statuses.colourOf(row.department.id, row.status)} size={13} />
        {statuses.nameOf(row.department.id, row.status)}
      </li>
      {row.priority === 'none' ? null : (
        <li>
          <PriorityMark priority={row.priority} size={13} />
          {i18n._(priorityNames[row.priority])}
        </li>
      )}
      <li>
        {row.owner ? (
          <>
            <Avatar name={row.owner.name} kind="agent" size={20} />
            <span className="sr-only">{t`Owner`} </span>
            {row.owner.name}
          </>
        ) : (
          <>
            <IconUser size={14} stroke={1.6} />
            <Trans>no owner</Trans>
          </>
        )}
      </li>
      {row.snoozed ? (
        <li>
          <IconAlarm size={14} stroke={1.8} />
          {row.snoozed_until ? soon(row.snoozed_until) : t({ message: 'Answer', context: 'snoozed until' })}
        </li>
      ) : null}
      {row.tags.length > 0 ? (
        <li className={classes.tags}>
          <span className="sr-only">{t`Tags`} </span>
          {row.tags.map((tag) => (
            <span key={tag} data-tag="">
              {tag}
            </span>
          ))}
        </li>
      ) : null}
    </ul>
  );
}
