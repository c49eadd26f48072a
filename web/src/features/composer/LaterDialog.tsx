import { Trans, useLingui } from '@lingui/react/macro';
import { Modal } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { meQuery } from '~/api/session';
import type { Instant } from '~/api/types';
import { Moments } from '~/features/ticket/Moments';
import classes from '~/features/ticket/snooze.module.css';
import { type SnoozeKey, snoozeChoices } from '~/features/ticket/snoozes';
import { FormAlert } from '~/ui/FormAlert';

interface Props {
  onPick: (at: Instant) => void;
  onClose: () => void;
}

/** When this reply shall leave. */
export default function LaterDialog({ onPick, onClose }: Props) {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const [now] = useState(Date.now);
  const [problem, setProblem] = useState<string | null>(null);
  const names: Record<SnoozeKey, string> = {
    later: t`Later today`,
    tomorrow: t`Tomorrow`,
    monday: t`On Monday`,
    week: t`Next week`,
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size={400}
      title={t`Send later`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <p className={classes.intro}>
        <Trans>
          If something comes before that which you should see first, it is not sent: it waits until you have
          looked at it.
        </Trans>
      </p>
      <Moments
        label={t`When it is sent`}
        moments={snoozeChoices(now, me.time_zone).map((one) => ({ ...one, name: names[one.key] }))}
        submit={<Trans>Send then</Trans>}
        onPick={(at) => onPick(new Date(at).toISOString())}
        onPast={() => setProblem(t`Choose a moment that is still to come.`)}
      />
      <FormAlert>{problem}</FormAlert>
    </Modal>
  );
}
