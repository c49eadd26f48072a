import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@tanstack/react-router';
import type { Start } from '~/api/start';
import { parseSearch } from '~/features/list/filters';
import { useStatuses } from '~/features/ticket/useStatuses';
import { brief } from '~/i18n/format';
import { StatusMark } from '~/ui/StatusMark';
import classes from './start.module.css';

type Place = Start['recent'][number];

/** Where somebody was last. */
export function Recent({ places }: { places: Place[] }) {
  return (
    <section className={classes.card} aria-labelledby="recent">
      <h2 id="recent">
        <Trans>Opened last</Trans>
      </h2>
      {places.length === 0 ? (
        <p>
          <Trans>The tickets that you open are listed here.</Trans>
        </p>
      ) : (
        <ul>
          {places.map((place) => (
            <li key={place.number}>
              <TicketLink place={place} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What somebody began and has not sent. */
export function Drafts({ drafts }: { drafts: Start['drafts'] }) {
  const { t } = useLingui();
  return (
    <section className={classes.card} aria-labelledby="unsent">
      <h2 id="unsent">
        <Trans>Not sent yet</Trans>
      </h2>
      {drafts.length === 0 ? (
        <p>
          <Trans>Nothing is waiting to be sent.</Trans>
        </p>
      ) : (
        <ul>
          {drafts.map((draft) => (
            <li key={`${draft.number}-${draft.kind}`}>
              <TicketLink
                place={draft}
                note={`${draft.kind === 'note' ? t`Note` : t`Reply`}: ${draft.excerpt || t`(empty)`}`}
                label={t`Continue on ${draft.subject}`}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function TicketLink({ place, note, label }: { place: Place; note?: string; label?: string }) {
  const statuses = useStatuses();
  return (
    <Link
      to="/tickets/$number"
      params={{ number: String(place.number) }}
      search={parseSearch({ view: 'all' })}
      className={classes.ticket}
      aria-label={label}
    >
      <StatusMark
        group={place.group}
        colour={statuses.colourOf(place.department_id, place.status)}
        size={12}
      />
      <span className="sr-only">{statuses.nameOf(place.department_id, place.status)}</span>
      <span className={classes.words}>
        <span dir="auto">{place.subject}</span>
        {note ? <small dir="auto">{note}</small> : null}
      </span>
      <time dateTime={place.at}>{brief(place.at)}</time>
    </Link>
  );
}
