import { Plural, Trans } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { CustomerDetail } from '~/api/customers';
import { parseSearch } from '~/features/list/filters';
import { useStatuses } from '~/features/ticket/useStatuses';
import { brief } from '~/i18n/format';
import { StatusMark } from '~/ui/StatusMark';
import classes from './customers.module.css';

/** What they asked last, as far as the viewer's departments reach. */
export function LatestTickets({ customer }: { customer: CustomerDetail }) {
  const statuses = useStatuses();
  return (
    <section className={classes.card} aria-labelledby="latest">
      <h2 id="latest">
        <Trans>Latest tickets</Trans>
      </h2>
      {customer.latest.length === 0 ? (
        <p className={classes.none}>
          <Trans>No tickets that you may see.</Trans>
        </p>
      ) : (
        <ul className={classes.tickets}>
          {customer.latest.map((ticket) => (
            <li key={ticket.number}>
              <Link
                to="/tickets/$number"
                params={{ number: String(ticket.number) }}
                search={parseSearch({ view: 'all' })}
              >
                <StatusMark
                  group={ticket.group}
                  colour={statuses.colourOf(ticket.department_id, ticket.status)}
                  size={12}
                />
                <span className="sr-only">{statuses.nameOf(ticket.department_id, ticket.status)}</span>
                <span dir="auto">{ticket.subject}</span>
                <time dateTime={ticket.updated_at}>{brief(ticket.updated_at)}</time>
              </Link>
            </li>
          ))}
        </ul>
      )}
      <p className={classes.none}>
        {customer.email ? (
          <Link to="/tickets" search={{ view: 'all', q: customer.email }}>
            <Plural value={customer.tickets} one="# ticket" other="# tickets" />
          </Link>
        ) : (
          <Plural value={customer.tickets} one="# ticket" other="# tickets" />
        )}
        {customer.copied > 0 ? (
          <>
            {' · '}
            <Plural value={customer.copied} one="in copy of # ticket" other="in copy of # tickets" />
          </>
        ) : null}
      </p>
    </section>
  );
}
