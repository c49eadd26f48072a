import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { keys } from '~/api/keys';
import { catalogueQuery, meQuery } from '~/api/session';
import type { Drafts, Ticket } from '~/api/types';
import { useSocket } from '~/realtime/Live';
import { useLayout } from '~/ui/useLayout';
import { Alerts } from './Alerts';
import { Announcer } from './Announcer';
import { type AlertKind, alertKinds } from './activity';
import { mustAsk } from './asking';
import { PlacePrompts } from './PlacePrompts';
import { editors, others } from './people';
import classes from './presence.module.css';
import { between, signal, takenNow } from './signals';
import { useKnown } from './store';
import { useHere } from './useHere';
import { useNames } from './useStateWords';
import { useActivity, useVisit } from './useVisit';

/** What I see of colleagues in the ticket in front, and what they are told of me. */
export function TicketPresence({ ticket }: { ticket: Ticket }) {
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: catalogue } = useSuspenseQuery(catalogueQuery);
  const client = useQueryClient();
  const socket = useSocket();
  const known = useKnown();
  useVisit(ticket, me.id);
  useHere(ticket.id);
  useActivity(ticket, me.id);
  useSignals();
  const { alerts } = me;
  const wanted = useMemo<ReadonlySet<AlertKind>>(
    () => new Set(alertKinds.filter((kind) => alerts[kind])),
    [alerts],
  );
  const { id, number } = ticket;

  useEffect(() => {
    between.mustAsk = () => mustAsk(client.getQueryData<Drafts>(keys.drafts(number))?.others ?? []);
    return () => {
      between.mustAsk = null;
    };
  }, [client, number]);

  // Where nothing of it can be asked for any more, this is all that one gets to know.
  useEffect(
    () =>
      socket?.listen('gone', (said) => {
        if (said.number !== number || !said.department) return;
        const to = { by: said.by as string | undefined, department: said.department as string };
        signal({ taken: { ...takenNow(), [number]: to } });
      }),
    [socket, number],
  );

  // On a phone the composer covers this place, and has the question itself.
  const covered = useLayout() === 'phone' && (between.editors.reply || between.editors.note);
  return (
    <div className={classes.place} data-ticket-presence={known?.visit ? id : undefined}>
      <Alerts seconds={catalogue.collision.alert_seconds} wanted={wanted} />
      {covered ? null : <PlacePrompts ticket={ticket} />}
      <Announcer />
    </div>
  );
}

/** What the page itself has to know, in its own small words. */
function useSignals(): void {
  const known = useKnown();
  const names = useNames();
  const presence = known?.presence;
  const me = known?.me ?? '';
  const lease = presence?.lease?.person ?? me;
  const editing = presence && !known.stale ? editors(others(presence, me)) : {};
  const named = JSON.stringify(
    Object.fromEntries(
      Object.entries(editing).map(([field, people]) => [field, people.map(names).join(', ')]),
    ),
  );
  useEffect(() => signal({ noteFirst: lease !== me }), [lease, me]);
  useEffect(() => signal({ editing: JSON.parse(named) }), [named]);
  useEffect(() => () => signal({ noteFirst: false, editing: {} }), []);
}
