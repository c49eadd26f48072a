import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef } from 'react';
import type { Ticket } from '~/api/types';
import { moment } from '~/i18n/format';
import { useSocket } from '~/realtime/Live';
import { asking } from './asking';
import { usePlaceQuestion } from './placeQuestion';
import classes from './presence.module.css';
import { change, mark, useKnown } from './store';
import { useNames } from './useStateWords';

export interface ReplyPromptProps {
  ticket: Ticket;
  mayNote: boolean;
  onContinue: () => void;
  onNote: () => void;
  onCancel: () => void;
}

/** Before a second reply is begun: who prepares one already, and whether to go on. */
export function ReplyPrompt(props: ReplyPromptProps) {
  // One question at a time: first where the ticket is to be.
  return usePlaceQuestion(props.ticket) ? null : <Question {...props} />;
}

function Question({ ticket, mayNote, onContinue, onNote, onCancel }: ReplyPromptProps) {
  const { t } = useLingui();
  const names = useNames();
  const socket = useSocket();
  const asked = useKnown()?.asked ?? [];
  const first = useRef<HTMLButtonElement>(null);
  const answer = (then: () => void) => {
    change({ asked: [] });
    then();
  };
  const giveWay = (then: () => void) => {
    socket?.say({ type: 'gave_way', ticket: ticket.id });
    answer(then);
  };
  useEffect(() => {
    const before = document.activeElement;
    first.current?.focus();
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body) before.focus();
    };
  }, []);
  return (
    <section
      className={classes.prompt}
      role="alertdialog"
      aria-label={t`A reply is being prepared already`}
      aria-describedby="reply-prompt"
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        giveWay(onCancel);
      }}
    >
      <div id="reply-prompt">
        <p>
          <Trans>A reply is being prepared already. Do you want to write one too?</Trans>
        </p>
        <ul>
          {asked.map((one) => {
            const name = one.name ?? names(one.person);
            const at = moment(one.since);
            return (
              <li key={one.person}>
                {one.open ? (
                  <Trans>
                    {name} has a reply open since {at}
                  </Trans>
                ) : (
                  <Trans>
                    {name} has an unsent reply, last changed {at}
                  </Trans>
                )}
              </li>
            );
          })}
        </ul>
      </div>
      <div>
        <button
          ref={first}
          type="button"
          data-primary
          onClick={() => {
            mark('answered', asked.map(asking));
            answer(onContinue);
          }}
        >
          <Trans>Continue</Trans>
        </button>
        {mayNote ? (
          <button type="button" onClick={() => giveWay(onNote)}>
            <Trans>Write a note instead</Trans>
          </button>
        ) : null}
        <button type="button" onClick={() => giveWay(onCancel)}>
          <Trans>Cancel</Trans>
        </button>
      </div>
    </section>
  );
}
