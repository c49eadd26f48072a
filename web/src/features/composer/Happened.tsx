import { Trans } from '@lingui/react/macro';
import { IconLock } from '@tabler/icons-react';
import type { Blocker } from '~/api/types';
import { ChangedValues } from '~/features/ticket/ChangedValues';
import { untilOf } from '~/features/ticket/untilOf';
import { moment } from '~/i18n/format';
import { Avatar } from '~/ui/Avatar';
import { Linked } from '~/ui/html';
import classes from './review.module.css';

/** What stands in the way of a reply: somebody's words, or what a colleague did. */
export const kindOf = ({ message }: Blocker) => message?.kind ?? 'change';

/** Who wrote it, or who did it: a note may have been edited by somebody else than its author. */
export const whoOf = (blocker: Blocker): string =>
  (kindOf(blocker) === 'customer' || kindOf(blocker) === 'reply' ? blocker.message?.author.name : '') ||
  blocker.actor.name ||
  blocker.message?.author.email ||
  '';

/** One thing that came while a reply was written. */
export function Happened({ blocker }: { blocker: Blocker }) {
  const kind = kindOf(blocker);
  const who = whoOf(blocker);
  const told = kind === 'note' || kind === 'change';
  return (
    <article className={classes.event}>
      <header>
        <Avatar name={who} size={22} />
        <span className={classes.who}>
          <b>{who}</b>
          {told ? ` ${blocker.sentence}${untilOf(blocker)}` : null}
        </span>
        <time dateTime={blocker.at}>{moment(blocker.at)}</time>
      </header>
      {blocker.message ? (
        <Words message={blocker.message} internal={kind === 'note'} />
      ) : (
        <ChangedValues event={blocker} className={classes.values} />
      )}
    </article>
  );
}

function Words({ message, internal }: { message: NonNullable<Blocker['message']>; internal: boolean }) {
  const text = message.parts.visible.trim() || message.text.trim();
  return (
    <div className={classes.words} data-internal={internal || undefined}>
      {internal ? (
        <small>
          <IconLock size={12} stroke={1.8} />
          <Trans>Internal</Trans>
        </small>
      ) : null}
      <p dir="auto">
        <Linked text={text} />
      </p>
    </div>
  );
}
