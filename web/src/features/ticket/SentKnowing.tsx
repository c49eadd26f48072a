import { Plural, Trans } from '@lingui/react/macro';
import type { Id, TicketEvent } from '~/api/types';
import classes from './history.module.css';
import { untilOf } from './untilOf';
import { useActorKinds } from './useActorKinds';

/** Over what a reply was sent knowingly; by number where the page or the filters do not hold all of it. */
export function SentKnowing({ event, events }: { event: TicketEvent; events: readonly TicketEvent[] }) {
  const kinds = useActorKinds();
  if (event.kind !== 'message.replied') return null;
  const ids = new Set((event.new as { acknowledged?: Id[] | null } | null)?.acknowledged ?? []);
  if (ids.size === 0) return null;
  const known = events.filter(({ id }) => ids.has(id)).sort((a, b) => a.seq - b.seq);
  const what = known
    .map((one) => `${one.actor.name || kinds[one.actor.kind]} ${one.sentence}${untilOf(one)}`)
    .join('; ');
  return (
    <p className={classes.cause}>
      {known.length === ids.size ? (
        <Trans>Sent knowing: {what}</Trans>
      ) : (
        <Plural
          value={ids.size}
          one="Sent knowing of # newer entry"
          other="Sent knowing of # newer entries"
        />
      )}
    </p>
  );
}
