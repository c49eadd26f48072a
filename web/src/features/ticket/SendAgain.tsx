import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Group, Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { sendAgain } from '~/api/settings';
import type { Delivery } from '~/api/types';
import { dateTime } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';
import classes from './conversation.module.css';

type Ended = Pick<Delivery, 'id' | 'recipient' | 'at' | 'detail'> & { state: string };

/** Nothing is sent twice by itself: a person decides, knowing what is known. */
export default function SendAgain({ number, delivery }: { number: number; delivery: Ended }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const { recipient } = delivery;

  async function send(): Promise<void> {
    setBusy(true);
    try {
      await sendAgain(number, delivery.id);
      setAsking(false);
      tell(t`It is on its way to ${recipient} again.`);
    } catch (error) {
      complain(words(error));
    }
    setBusy(false);
    await client.invalidateQueries({ queryKey: ['ticket', number] });
    await client.invalidateQueries({ queryKey: keys.failedMail });
    await client.invalidateQueries({ queryKey: keys.mailTrouble });
  }

  return (
    <>
      <button
        type="button"
        className={classes.quiet}
        aria-label={t`Send to ${recipient} again`}
        onClick={() => setAsking(true)}
      >
        <Trans>Send again…</Trans>
      </button>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t`Send to ${recipient} again?`}
        closeButtonProps={{ 'aria-label': t`Close` }}
      >
        {delivery.state === 'uncertain' ? (
          <p>
            <Trans>
              The connection to the mail server broke after the whole mail was handed over, on{' '}
              {dateTime(delivery.at)}. It may have arrived. Sent again it carries the same Message-ID, so most
              mail programs show it once; but the customer may get it twice.
            </Trans>
          </p>
        ) : (
          <p>
            <Trans>
              It did not arrive, as was found on {dateTime(delivery.at)}. If the address is wrong, it will
              fail again: write a new reply to the right one instead.
            </Trans>
          </p>
        )}
        {delivery.detail ? <p className={classes.said}>{delivery.detail}</p> : null}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={() => setAsking(false)}>
            <Trans>Cancel</Trans>
          </Button>
          <Button loading={busy} onClick={() => void send()}>
            <Trans>Send again</Trans>
          </Button>
        </Group>
      </Modal>
    </>
  );
}
