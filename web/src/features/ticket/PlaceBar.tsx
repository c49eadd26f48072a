import { Trans } from '@lingui/react/macro';
import { IconShieldX, IconTrash } from '@tabler/icons-react';
import type { Ticket } from '~/api/types';
import classes from './ticket.module.css';
import { useTicketActions } from './useTicketActions';

/** Says so when a ticket is not where tickets usually are, with the way back. */
export function PlaceBar({ ticket }: { ticket: Ticket }) {
  const actions = useTicketActions(ticket);
  const back = actions.find((action) => action.id === (ticket.deleted ? 'restore' : 'not-spam'));
  if (!ticket.deleted && !ticket.spam) return null;
  return (
    <p className={classes.bar} data-kind="warn">
      {ticket.deleted ? <IconTrash size={15} stroke={1.6} /> : <IconShieldX size={15} stroke={1.6} />}
      <span>
        {ticket.deleted ? (
          <Trans>This ticket is in the trash.</Trans>
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
