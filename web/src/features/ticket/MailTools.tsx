import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Message, Ticket } from '~/api/types';
import classes from './conversation.module.css';
import WayHere from './WayHere';

const WrongTicket = lazy(() => import('./WrongTicket'));

/** Of a customer's message: where it came from, by which way it found its ticket, and that this is the wrong one. */
export default function MailTools({ message, ticket }: { message: Message; ticket: Ticket }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const who = message.author.name || message.author.email;
  const from = message.moved_from?.number;
  return (
    <div className={classes.tools}>
      {message.moved_from ? (
        <span className={classes.moved}>
          {from ? (
            <Trans>
              Moved here from{' '}
              <Link to="/tickets/$number" params={{ number: String(from) }} search={true}>
                #{from}
              </Link>
            </Trans>
          ) : (
            <Trans>Moved here from another ticket</Trans>
          )}
        </span>
      ) : null}
      {message.ledger_id ? <WayHere mail={message.ledger_id} /> : null}
      {ticket.abilities.edit?.allowed ? (
        <button
          type="button"
          className={classes.quiet}
          aria-label={t`Wrong ticket for the message of ${who}`}
          onClick={() => setOpen(true)}
        >
          <Trans>Wrong ticket…</Trans>
        </button>
      ) : null}
      {open ? (
        <Suspense>
          <WrongTicket message={message} ticket={ticket} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
