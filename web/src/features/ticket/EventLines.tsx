import { Plural } from '@lingui/react/macro';
import { useState } from 'react';
import type { TicketEvent } from '~/api/types';
import { dateTime, moment } from '~/i18n/format';
import classes from './conversation.module.css';
import { untilOf } from './untilOf';
import { useActorKinds } from './useActorKinds';

/** What happened between two messages: quiet single lines, many of them behind one. */
export function EventLines({ events }: { events: TicketEvent[] }) {
  const [open, setOpen] = useState(false);
  const kinds = useActorKinds();
  const name = (event: TicketEvent) => event.actor.name || kinds[event.actor.kind];
  const last = events.at(-1);
  if (events.length > 2 && !open && last) {
    const who = [...new Set(events.map(name))].slice(0, 3).join(', ');
    return (
      <button type="button" className={classes.event} aria-expanded={false} onClick={() => setOpen(true)}>
        <Plural value={events.length} one="# change" other="# changes" /> · {who} · {moment(last.at)}
      </button>
    );
  }
  return (
    <ul className={classes.events}>
      {events.map((event) => (
        <li key={event.id} className={classes.event}>
          <b>{name(event)}</b> {event.sentence}
          {untilOf(event)} · <time title={dateTime(event.at)}>{moment(event.at)}</time>
        </li>
      ))}
    </ul>
  );
}
