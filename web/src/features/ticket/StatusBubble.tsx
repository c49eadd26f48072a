import { useLingui } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { type CSSProperties, useState } from 'react';
import { useShortcut } from '~/actions/useShortcut';
import { StatusMark, toneOf } from '~/ui/StatusMark';
import classes from './ticket.module.css';
import { useStatuses } from './useStatuses';
import { useEditing } from './useTicketEdit';

export function StatusBubble() {
  const { t } = useLingui();
  const { ticket, edit, problems } = useEditing();
  const [open, setOpen] = useState(false);
  // What was on screen when the menu opened: a colleague's change meanwhile must not be overwritten unseen.
  const [base, setBase] = useState(ticket.status);
  const statuses = useStatuses();
  const ability = ticket.abilities.edit;
  const offered = statuses.of(ticket.department.id);
  const name = statuses.nameOf(ticket.department.id, ticket.status);
  const colour = statuses.colourOf(ticket.department.id, ticket.status);

  function toggle(next: boolean): void {
    setBase(ticket.status);
    setOpen(next);
  }
  useShortcut('status', () => toggle(true), ability?.allowed ?? false);

  return (
    <span className={classes.statusBox} data-field="status">
      <Menu opened={open} onChange={toggle} position="bottom-end" width={200}>
        <Menu.Target>
          <button
            type="button"
            className={classes.status}
            style={{ '--tone': `var(--tone-${toneOf(ticket.group, colour)})` } as CSSProperties}
            aria-label={t`Status: ${name}`}
            aria-disabled={ability?.allowed ? undefined : true}
            title={ability?.allowed ? undefined : (ability?.reason ?? undefined)}
          >
            <StatusMark group={ticket.group} colour={colour} />
            <span>{name}</span>
            <IconChevronDown size={13} stroke={2} />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {ability?.allowed ? (
            <Menu.RadioGroup value={ticket.status} onChange={(slug) => void edit('status', slug, base)}>
              {offered.map((status) => (
                <Menu.RadioItem key={status.slug} value={status.slug} closeMenuOnClick>
                  <span className={classes.option}>
                    <StatusMark group={status.group} colour={status.colour} />
                    {status.name}
                  </span>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          ) : (
            <Menu.Label>{ability?.reason ?? t`You may not change this ticket.`}</Menu.Label>
          )}
        </Menu.Dropdown>
      </Menu>
      {problems.status ? (
        <small role="alert" className={classes.problem}>
          {problems.status}
        </small>
      ) : null}
    </span>
  );
}
