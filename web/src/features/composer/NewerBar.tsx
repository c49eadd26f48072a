import { Plural, Trans } from '@lingui/react/macro';
import { IconAlertCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Id, Message, TicketEvent } from '~/api/types';
import { untilOf } from '~/features/ticket/untilOf';
import { moment } from '~/i18n/format';
import type { Newer } from './blockers';
import classes from './composer.module.css';

/** Says as it happens what the reply will be held for: the last message or, without one, the last of the rest. */
export function NewerBar({ newer }: { newer: Newer[] }) {
  const last = newer.filter((one) => one.type === 'message').at(-1) ?? newer.at(-1);
  if (!last) return null;
  const more = newer.length - 1;
  return last.type === 'message' ? (
    <Bar message={last.message.id} more={more}>
      <Said message={last.message} />
    </Bar>
  ) : (
    <Bar message={last.event.message_id} more={more}>
      <Happened event={last.event} />
    </Bar>
  );
}

interface BarProps {
  /** Where it can be read. */
  message: Id | null;
  /** How much else there is, which the review shows. */
  more: number;
  children: ReactNode;
}

function Bar({ message, more, children }: BarProps) {
  return (
    <p className={classes.problem} role="alert">
      <IconAlertCircle size={15} stroke={1.8} />
      <span>
        {children}
        {more > 0 ? (
          <>
            {' · '}
            <Plural value={more} one="and # more" other="and # more" />
          </>
        ) : null}
      </span>
      {message ? (
        <button
          type="button"
          className={classes.plain}
          onClick={() => document.getElementById(`m${message}`)?.scrollIntoView({ block: 'nearest' })}
        >
          <Trans>Show</Trans>
        </button>
      ) : null}
    </p>
  );
}

function Said({ message }: { message: Message }) {
  const who = message.author.name || message.author.email || '';
  const at = moment(message.at);
  return message.kind === 'customer' ? (
    <Trans>
      {who} wrote while you were writing, {at}
    </Trans>
  ) : (
    <Trans>
      {who} replied while you were writing, {at}
    </Trans>
  );
}

function Happened({ event }: { event: TicketEvent }) {
  const who = event.actor.name;
  const what = `${event.sentence}${untilOf(event)}`;
  const at = moment(event.at);
  return (
    <Trans>
      While you were writing: {who} {what}, {at}
    </Trans>
  );
}
