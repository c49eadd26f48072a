import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown, IconClockHour4 } from '@tabler/icons-react';
import type { Status, Ticket } from '~/api/types';
import { StatusMark } from '~/ui/StatusMark';
import classes from './composer.module.css';

interface Props {
  ticket: Ticket;
  offered: Status[];
  chosen: string | null;
  review: boolean;
  busy: boolean;
  onChoose: (slug: string | null) => void;
  onSend: () => void;
  onLater: () => void;
}

/** What a reply sets by itself comes first, offered or not; the rest keeps the department's order. */
export function offeredOnSend(statuses: Status[], usual: string): Status[] {
  return statuses
    .filter((status) => status.offered_on_send || status.slug === usual)
    .sort((a, b) => Number(b.slug === usual) - Number(a.slug === usual));
}

/** The button says what it will do, status included; the arrow offers the others. */
export function SendButton({ ticket, offered, chosen, review, busy, onChoose, onSend, onLater }: Props) {
  const { t } = useLingui();
  const status = offered.find((one) => one.slug === chosen);
  const name = status?.name ?? '';
  return (
    <Button.Group className={classes.send}>
      <Button onClick={onSend} loading={busy} color={review ? 'red' : undefined}>
        {review ? (
          <Trans>Review and send</Trans>
        ) : status && status.slug !== ticket.status ? (
          <Trans>Send reply & set {name}</Trans>
        ) : (
          <Trans>Send reply</Trans>
        )}
      </Button>
      <Menu position="top-end" width={240}>
        <Menu.Target>
          <Button
            aria-label={t`Choose the status that the reply sets, or when it is sent`}
            color={review ? 'red' : undefined}
            px={7}
            disabled={busy}
          >
            <IconChevronDown size={14} stroke={2} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            <Trans>Send and set the status</Trans>
          </Menu.Label>
          <Menu.RadioGroup value={chosen ?? ''} onChange={(slug) => onChoose(slug === '' ? null : slug)}>
            {offered.map((one) => (
              <Menu.RadioItem key={one.slug} value={one.slug} closeMenuOnClick>
                <span className={classes.option}>
                  <StatusMark group={one.group} colour={one.colour} />
                  {one.name}
                </span>
              </Menu.RadioItem>
            ))}
            <Menu.RadioItem value="" closeMenuOnClick>
              <Trans>Leave as it is</Trans>
            </Menu.RadioItem>
          </Menu.RadioGroup>
          <Menu.Divider />
          <Menu.Item leftSection={<IconClockHour4 size={15} stroke={1.6} />} onClick={onLater}>
            <Trans>Send later…</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Button.Group>
  );
}
