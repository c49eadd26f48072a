import { Trans } from '@lingui/react/macro';
import { IconAlarm, IconShieldX, IconTrash } from '@tabler/icons-react';
import type { Ticket } from '~/api/types';
import { dateTime } from '~/i18n/format';
import classes from './ticket.module.css';
import { useTicketActions } from './useTicketActions';

/** Says so when a ticket is not where tickets usually are, with the way back. */
export function PlaceBar({ ticket }: { ticket: Ticket }) {
  const actions = useTicketActions(ticket);
  if (!ticket.deleted && !ticket.spam && !ticket.snoozed) return null;
  const asleep = !ticket.deleted && !ticket.spam;
  const way = ticket.deleted ? 'restore' : asleep ? 'wake' : 'not-spam';
  const back = actions.find((action) => action.id === way);
  return (
    <p className={classes.bar} data-kind={asleep ? undefined : 'warn'}>
      {ticket.deleted ? (
        <IconTrash size={15} stroke={1.6} />
      ) : asleep ? (
        <IconAlarm size={15} stroke={1.6} />
      ) : (
        <IconShieldX size={15} stroke={1.6} />
      )}
      <span>
        {ticket.deleted ? (
          <Trans>This ticket is in the trash.</Trans>
        ) : asleep ? (
          <Asleep ticket={ticket} />
        ) : (
          <Trans>This ticket is marked as spam.</Trans>
        )}
      </span>
      {back && (back.ability?.allowed ?? true) ? (
        <button type="button" onClick={back.perform}>
          {back.label}
        </button>
      ) : null}
    </p>
  );
}

function Asleep({ ticket }: { ticket: Ticket }) {
  const who = ticket.snoozed_by?.name;
  const until = ticket.snoozed_until && dateTime(ticket.snoozed_until);
  if (until && who)
    return (
      <Trans>
        Snoozed until {until} by {who}, or until the customer answers.
      </Trans>
    );
  if (until) return <Trans>Snoozed until {until}, or until the customer answers.</Trans>;
  return who ? (
    <Trans>Snoozed by {who} until the customer answers.</Trans>
  ) : (
    <Trans>Snoozed until the customer answers.</Trans>
  );
}
