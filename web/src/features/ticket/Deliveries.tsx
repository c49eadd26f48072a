import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertTriangle, IconCheck, IconClock, IconMailOff, IconX } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense } from 'react';
import type { Delivery, DeliveryState, Message, Ticket } from '~/api/types';
import { useUndo } from '~/features/composer/useUndo';
import { moment } from '~/i18n/format';
import classes from './conversation.module.css';

const SendAgain = lazy(() => import('./SendAgain'));

type Face = 'waiting' | 'sent' | 'withheld' | 'failed' | 'uncertain';

const faceOf: Record<DeliveryState, Face> = {
  undo_window: 'waiting',
  queued: 'waiting',
  sending: 'waiting',
  retry: 'waiting',
  sent: 'sent',
  failed: 'failed',
  uncertain: 'uncertain',
  undone: 'failed',
  withheld: 'withheld',
};

const signs: Record<Face, ReactNode> = {
  waiting: <IconClock size={13} stroke={1.8} />,
  sent: <IconCheck size={13} stroke={2} />,
  withheld: <IconMailOff size={13} stroke={1.8} />,
  failed: <IconX size={13} stroke={2} />,
  uncertain: <IconAlertTriangle size={13} stroke={1.8} />,
};

/** What has become of the mail, per recipient. While all went well, one word is enough. */
export function Deliveries({ message, ticket }: { message: Message; ticket: Ticket }) {
  const { t } = useLingui();
  const { undo, canUndo } = useUndo(ticket.number, message);
  const names: Record<DeliveryState, string> = {
    undo_window: t`Can still be taken back`,
    queued: t`Waits to be sent`,
    sending: t`Is being sent`,
    retry: t`Will be tried again`,
    sent: t`Sent`,
    failed: t`Not delivered`,
    uncertain: t`Perhaps delivered: the connection broke at the last moment`,
    undone: t`Taken back`,
    withheld: t`Not sent: sample customer`,
  };
  const { deliveries } = message;
  if (deliveries.length === 0) return null;
  const first = deliveries[0]?.state;
  const alike = deliveries.every((one) => one.state === first && !one.detail);
  return (
    <div className={classes.deliveries}>
      {alike && first ? (
        <Line face={faceOf[first]} title={deliveries.map((one) => one.recipient).join(', ')}>
          {names[first]}
          {first === 'sent' ? ` ${moment(deliveries[0]?.at ?? message.at)}` : ''}
        </Line>
      ) : (
        deliveries.map((one) => <Each key={one.id} delivery={one} name={names[one.state]} />)
      )}
      {ticket.abilities.reply?.allowed && !message.automatic
        ? deliveries
            .filter((one) => one.state === 'failed' || one.state === 'uncertain')
            .map((one) => (
              <Suspense key={one.id}>
                <SendAgain number={ticket.number} delivery={one} />
              </Suspense>
            ))
        : null}
      {canUndo ? (
        <button type="button" className={classes.quiet} onClick={() => void undo()}>
          <Trans>Undo</Trans>
        </button>
      ) : null}
    </div>
  );
}

function Each({ delivery, name }: { delivery: Delivery; name: string }) {
  return (
    <Line face={faceOf[delivery.state]}>
      {delivery.recipient}: {name}
      {delivery.detail ? ` (${delivery.detail})` : ''}
    </Line>
  );
}

function Line({ face, title, children }: { face: Face; title?: string; children: ReactNode }) {
  return (
    <span className={classes.delivery} data-face={face} title={title}>
      {signs[face]}
      <span>{children}</span>
    </span>
  );
}
