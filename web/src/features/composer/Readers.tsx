import { Trans } from '@lingui/react/macro';
import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from '~/api/session';
import type { DraftKind, Ticket } from '~/api/types';
import { list } from '~/i18n/format';
import classes from './composer.module.css';

/** Which colleagues hear of the message, beside those who get it by mail; and of a note, that nobody else does. */
export function Readers({ kind, ticket }: { kind: DraftKind; ticket: Ticket }) {
  const { data: me } = useSuspenseQuery(meQuery);
  const others = ticket.followers.filter((one) => one.id !== me.id).map((one) => one.name || one.email);
  const names = list(others);
  if (kind === 'reply' && others.length === 0) return null;
  return (
    <p className={classes.who}>
      {kind === 'note' ? (
        <span>
          <Trans>Only your colleagues see this.</Trans>
        </span>
      ) : null}
      {others.length > 0 ? (
        <span>
          <Trans>Followers who are told: {names}</Trans>
        </span>
      ) : null}
    </p>
  );
}
