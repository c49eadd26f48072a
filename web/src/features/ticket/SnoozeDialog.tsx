import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { IconAlarm, IconCalendarTime, IconMessageReply } from '@tabler/icons-react';
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { meQuery } from '~/api/session';
import { snoozeTicket, wakeTicket } from '~/api/tickets';
import type { Ticket } from '~/api/types';
import { dateTime, weekdayTime } from '~/i18n/format';
import { momentOf, wallAt } from '~/i18n/zoned';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { complain, tell } from '~/ui/notify';
import { refreshAfter } from './cache';
import classes from './snooze.module.css';
import { type SnoozeKey, snoozeChoices } from './snoozes';

const icon = { size: 16, stroke: 1.6 };

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
  const [picked, setPicked] = useState(() => toInput(now + 86_400_000, me.time_zone));
  const field = useId();
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

  function pick(event: FormEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const until = fromInput(picked, me.time_zone);
    if (until === null || until <= Date.now()) setProblem(t`Choose a moment that is still to come.`);
    else void snooze(until);
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
      <ul className={classes.choices} aria-label={t`When it comes back`}>
        {snoozeChoices(now, me.time_zone).map(({ key, at }, index) => (
          <li key={key}>
            <button type="button" data-autofocus={index === 0 || undefined} onClick={() => void snooze(at)}>
              <IconAlarm {...icon} />
              <span>{names[key]}</span>
              <time dateTime={new Date(at).toISOString()}>{weekdayTime(at)}</time>
            </button>
          </li>
        ))}
        <li>
          <button type="button" onClick={() => void snooze(null)}>
            <IconMessageReply {...icon} />
            <span>
              <Trans>When the customer answers</Trans>
            </span>
          </button>
        </li>
      </ul>
      <form onSubmit={pick} className={classes.pick}>
        <label htmlFor={field}>
          <IconCalendarTime {...icon} />
          <Trans>Date and time</Trans>
        </label>
        <input
          id={field}
          type="datetime-local"
          required
          min={toInput(now, me.time_zone)}
          value={picked}
          onChange={(event) => setPicked(event.currentTarget.value)}
        />
        <Button type="submit" variant="default">
          <Trans>Snooze</Trans>
        </Button>
      </form>
      <FormAlert>{problem}</FormAlert>
    </Modal>
  );
}

/** The value of a datetime-local field, on the agent's own clock. */
function toInput(moment: number, zone: string): string {
  const { year, month, day, hour, minute } = wallAt(moment, zone);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

function fromInput(text: string, zone: string): number | null {
  const [year, month, day, hour, minute] = text.split(/[-T:]/).map(Number);
  if ([year, month, day, hour, minute].some((part) => part === undefined || Number.isNaN(part))) return null;
  return momentOf(
    { year: year ?? 0, month: month ?? 1, day: day ?? 1, hour: hour ?? 0, minute: minute ?? 0 },
    zone,
  );
}
