import { Trans, useLingui } from '@lingui/react/macro';
import { Modal } from '@mantine/core';
import { IconMessageReply } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '~/api/session';
import { snoozeTicket, wakeTicket } from '~/api/tickets';
import type { Ticket } from '~/api/types';
import { dateTime } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { complain, tell } from '~/ui/notify';
import { refreshAfter } from './cache';
import { Moments } from './Moments';
import classes from './snooze.module.css';
import { type SnoozeKey, snoozeChoices } from './snoozes';

interface Props {
  ticket: Pick<Ticket, 'number'>;
  onClose: () => void;
  /** It sleeps now, or has been woken again by the undo. */
  onDone?: () => void;
}

/** When the ticket shall come back. One press on an offered moment is enough. */
export default function SnoozeDialog({ ticket, onClose, onDone }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const { data: me } = useSuspenseQuery(meQuery);
  const [now] = useState(Date.now);
  const [problem, setProblem] = useState<string | null>(null);
  const { number } = ticket;
  const names: Record<SnoozeKey, string> = {
    later: t`Later today`,
    tomorrow: t`Tomorrow`,
    monday: t`On Monday`,
    week: t`Next week`,
  };

  async function undo(): Promise<void> {
    try {
      const fresh = await wakeTicket(number);
      onDone?.();
      refreshAfter(client, fresh);
    } catch (error) {
      complain(words(error));
    }
  }

  async function snooze(until: number | null): Promise<void> {
    setProblem(null);
    try {
      const at = until === null ? null : new Date(until).toISOString();
      const fresh = await snoozeTicket(number, at);
      onDone?.();
      refreshAfter(client, fresh);
      const done = at
        ? t`#${number} snoozed until ${dateTime(at)}`
        : t`#${number} snoozed until the customer answers`;
      tell(done, { label: t`Undo`, run: () => void undo() });
      onClose();
    } catch (error) {
      setProblem(words(error));
    }
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size={400}
      title={t`Snooze #${number}`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <p className={classes.intro}>
        <Trans>
          It leaves the lists of what is to do, for everybody. When the customer answers it is back at once.
        </Trans>
      </p>
      <Moments
        label={t`When it comes back`}
        moments={snoozeChoices(now, me.time_zone).map((one) => ({ ...one, name: names[one.key] }))}
        submit={<Trans>Snooze</Trans>}
        onPick={(at) => void snooze(at)}
        onPast={() => setProblem(t`Choose a moment that is still to come.`)}
      >
        <li>
          <button type="button" onClick={() => void snooze(null)}>
            <IconMessageReply size={16} stroke={1.6} />
            <span>
              <Trans>When the customer answers</Trans>
            </span>
          </button>
        </li>
      </Moments>
      <FormAlert>{problem}</FormAlert>
    </Modal>
  );
}
