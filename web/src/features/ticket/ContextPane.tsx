import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { catalogueQuery } from '~/api/session';
import type { Ticket } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { brief, moment } from '~/i18n/format';
import { Avatar } from '~/ui/Avatar';
import { channelNames } from '~/ui/names';
import { StatusMark } from '~/ui/StatusMark';
import { AddressesField } from './AddressesField';
import classes from './context.module.css';
import { DueField } from './DueField';
import { ChoiceFields } from './PropertyFields';
import { PropertyRow } from './PropertyRow';
import { TagsField } from './TagsField';
import { useStatuses } from './useStatuses';

const Following = lazy(() => import('./Following'));

const RequesterDialog = lazy(() => import('./dialogs/RequesterDialog'));

/** Panels of the ticket, from the requester down. Each field is edited where it stands. */
export function ContextPane({ ticket }: { ticket: Ticket }) {
  return (
    <div className={classes.pane}>
      <RequesterCard ticket={ticket} />
      <Properties />
      <Suspense>
        <Following ticket={ticket} />
      </Suspense>
      <OtherTickets ticket={ticket} />
      <Dates ticket={ticket} />
    </div>
  );
}

function RequesterCard({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const { name, email, organisation } = ticket.requester;
  const [changing, setChanging] = useState(false);
  return (
    <section className={classes.card} aria-label={t`Requester`}>
      <Avatar name={name || email} size={36} />
      <div>
        <h2 dir="auto">
          <Link to="/people/customers/$id" params={{ id: ticket.requester.id }}>
            {name || email}
          </Link>
        </h2>
        <a href={`mailto:${email}`}>{email}</a>
        {organisation ? <p dir="auto">{organisation}</p> : null}
        {ticket.abilities.edit?.allowed ? (
          <button type="button" className={classes.change} onClick={() => setChanging(true)}>
            <Trans>Change the requester…</Trans>
          </button>
        ) : null}
      </div>
      <Suspense>
        {changing ? <RequesterDialog ticket={ticket} onClose={() => setChanging(false)} /> : null}
      </Suspense>
    </section>
  );
}

function Properties() {
  const { t } = useLingui();
  return (
    <section className={classes.section} aria-label={t`Properties`}>
      <ChoiceFields />
      <TagsField />
      <DueField />
      <AddressesField />
    </section>
  );
}

function OtherTickets({ ticket }: { ticket: Ticket }) {
  const others = ticket.requester.other_tickets;
  const statuses = useStatuses();
  return (
    <section className={classes.section} aria-labelledby="other-tickets">
      <h2 id="other-tickets">
        <Trans>Other tickets of this requester</Trans>
      </h2>
      {others.length === 0 ? (
        <p className={classes.none}>
          <Trans>This is the first one.</Trans>
        </p>
      ) : (
        <ul className={classes.others}>
          {others.map((other) => (
            <li key={other.number}>
              <Link to="/tickets/$number" params={{ number: String(other.number) }} search={parseSearch}>
                <StatusMark
                  group={other.group}
                  colour={statuses.colourOf(other.department_id, other.status)}
                  size={12}
                />
                <span className="sr-only">{statuses.nameOf(other.department_id, other.status)}</span>
                <span dir="auto">{other.subject}</span>
                <time dateTime={other.updated_at}>{brief(other.updated_at)}</time>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Dates({ ticket }: { ticket: Ticket }) {
  const { t, i18n } = useLingui();
  const known = channelNames[ticket.channel];
  const { data: catalogue } = useQuery(catalogueQuery);
  const { mailbox_id: id } = ticket.source;
  const mailbox = catalogue?.mailboxes.find((one) => one.id === id)?.address ?? null;
  const rows: [string, string | null][] = [
    [t`Channel`, known ? i18n._(known) : ticket.channel],
    [t`Mailbox`, mailbox],
    [t`Created`, moment(ticket.created_at)],
    [t`Last changed`, moment(ticket.updated_at)],
    [t`Accepted`, ticket.accepted_at && moment(ticket.accepted_at)],
    [t`Solved`, ticket.solved_at && moment(ticket.solved_at)],
    [t`Closed`, ticket.closed_at && moment(ticket.closed_at)],
    [t`Reopened`, ticket.reopened_count > 0 ? `${ticket.reopened_count}×` : null],
  ];
  return (
    <section className={classes.section} aria-label={t`Dates`}>
      <h2>
        <Trans>About this ticket</Trans>
      </h2>
      {rows.map(([label, value]) =>
        value ? (
          <PropertyRow key={label} label={label}>
            <span className={classes.fact}>{value}</span>
          </PropertyRow>
        ) : null,
      )}
    </section>
  );
}
