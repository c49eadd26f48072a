import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconAlarm, IconCalendarTime } from '@tabler/icons-react';
import { useSuspenseQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { meQuery } from '~/api/session';
import { weekdayTime } from '~/i18n/format';
import { momentOf, wallAt } from '~/i18n/zoned';
import classes from './snooze.module.css';

const icon = { size: 16, stroke: 1.6 };

export interface Moment {
  key: string;
  name: string;
  at: number;
}

interface Props {
  label: string;
  moments: Moment[];
  /** Further choices, beside the moments. */
  children?: ReactNode;
  submit: ReactNode;
  onPick: (at: number) => void;
  /** What was typed is no moment that is still to come. */
  onPast: () => void;
}

/** A moment that is still to come: one press on an offered one, or a date and time on the agent's own clock. */
export function Moments({ label, moments, children, submit, onPick, onPast }: Props) {
  const { data: me } = useSuspenseQuery(meQuery);
  const [now] = useState(Date.now);
  const [picked, setPicked] = useState(() => toInput(now + 86_400_000, me.time_zone));
  const field = useId();

  function pick(event: FormEvent): void {
    event.preventDefault();
    event.stopPropagation();
    const at = fromInput(picked, me.time_zone);
    if (at === null || at <= Date.now()) onPast();
    else onPick(at);
  }

  return (
    <>
      <ul className={classes.choices} aria-label={label}>
        {moments.map(({ key, name, at }, index) => (
          <li key={key}>
            <button type="button" data-autofocus={index === 0 || undefined} onClick={() => onPick(at)}>
              <IconAlarm {...icon} />
              <span>{name}</span>
              <time dateTime={new Date(at).toISOString()}>{weekdayTime(at)}</time>
            </button>
          </li>
        ))}
        {children}
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
          {submit}
        </Button>
      </form>
    </>
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
