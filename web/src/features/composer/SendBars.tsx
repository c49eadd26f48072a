import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useEffectEvent, useState } from 'react';
import { Keys } from '~/actions/Keys';
import { parseSearch } from '~/features/list/filters';
import { offerUndo, withdrawUndo } from '~/ui/undoable';
import classes from './SendBars.module.css';
import { forgetSending, type Sending, useSendings } from './sent';
import { useTakeBack } from './useUndo';

/** Counts down until the mail leaves. It stays in sight on every page, since the next ticket is often open already. */
export function SendBars() {
  const { t } = useLingui();
  const sendings = useSendings();
  const takeBack = useTakeBack();
  const navigate = useNavigate();
  const last = sendings.at(-1);

  async function undo(sending: Sending): Promise<void> {
    if (!(await takeBack(sending.number, sending.messageId))) return;
    await navigate({
      to: '/tickets/$number',
      params: { number: String(sending.number) },
      search: parseSearch,
    });
  }
  const takeLast = useEffectEvent(() => last && void undo(last));
  const lastId = last?.messageId;
  useEffect(() => {
    if (!lastId) return;
    offerUndo(lastId, takeLast);
    return () => withdrawUndo(lastId);
  }, [lastId]);

  return (
    <section className={classes.bars} aria-label={t`Replies on their way`}>
      {sendings.slice(-3).map((sending) => (
        <Bar key={sending.messageId} sending={sending} onUndo={() => void undo(sending)} />
      ))}
    </section>
  );
}

function Bar({ sending, onUndo }: { sending: Sending; onUndo: () => void }) {
  const left = useSecondsLeft(sending.until);
  const { messageId, number } = sending;
  useEffect(() => {
    if (left <= 0) forgetSending(messageId);
  }, [left, messageId]);
  return (
    <div className={classes.bar}>
      <span role="status">
        <Trans>Reply to #{number} is sent</Trans>
      </span>
      <span className={classes.left} aria-hidden="true">
        <Trans>in {left} s</Trans>
      </span>
      <button type="button" className="undo-link" onClick={onUndo}>
        <Trans>Undo</Trans> <Keys of="undo" />
      </button>
    </div>
  );
}

function useSecondsLeft(until: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((until - now) / 1000));
}
