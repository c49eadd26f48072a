import { useLingui } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { useState } from 'react';
import classes from './context.module.css';
import { useFieldShortcut } from './fieldShortcuts';
import { PropertyRow } from './PropertyRow';
import type { TicketChoice } from './useTicketChoices';
import { useEditing } from './useTicketEdit';

/** So many choices fit without a search. */
const many = 9;

interface Props extends TicketChoice {
  /** In the place of saving at once. */
  onChoose?: (value: string | null) => void;
}

export function ChoiceField({
  field,
  label,
  current,
  options,
  none,
  ability = 'edit',
  shortcut,
  onChoose,
}: Props) {
  const { t } = useLingui();
  const { ticket, edit, problems } = useEditing();
  const [open, setOpen] = useState(false);
  const [base, setBase] = useState(current);
  const [needle, setNeedle] = useState('');
  const may = ticket.abilities[ability] ?? ticket.abilities.edit;
  const chosen = options.find((option) => option.value === current);
  const word = chosen?.label ?? (current === null ? (none ?? '') : current);
  const found = options.filter((option) =>
    option.label.toLocaleLowerCase().includes(needle.trim().toLocaleLowerCase()),
  );

  function toggle(next: boolean): void {
    setBase(current);
    setNeedle('');
    setOpen(next);
  }

  function choose(value: string): void {
    const chosen = value === '' ? null : value;
    if (onChoose) onChoose(chosen === current ? null : chosen);
    else void edit(field, chosen, base);
  }

  useFieldShortcut(shortcut, () => toggle(true));

  return (
    <PropertyRow label={label} field={field} problem={problems[field]}>
      <Menu opened={open} onChange={toggle} position="bottom-start" width={230}>
        <Menu.Target>
          <button
            type="button"
            className={classes.choice}
            data-empty={current === null || undefined}
            aria-label={`${label}: ${word}`}
            aria-disabled={may?.allowed ? undefined : true}
            title={may?.allowed ? undefined : (may?.reason ?? undefined)}
          >
            {chosen?.sign}
            <span dir="auto">{word}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          {may?.allowed ? (
            <>
              {options.length > many ? (
                <Menu.Search
                  value={needle}
                  onChange={(event) => setNeedle(event.currentTarget.value)}
                  placeholder={t`Search`}
                  aria-label={t`Search in ${label}`}
                />
              ) : null}
              <div className={classes.options}>
                <Menu.RadioGroup value={current ?? ''} onChange={choose}>
                  {none && !needle ? (
                    <Menu.RadioItem value="" closeMenuOnClick>
                      {none}
                    </Menu.RadioItem>
                  ) : null}
                  {found.map((option) => (
                    <Menu.RadioItem key={option.value} value={option.value} closeMenuOnClick>
                      <span className={classes.option}>
                        {option.sign}
                        {option.label}
                      </span>
                    </Menu.RadioItem>
                  ))}
                </Menu.RadioGroup>
              </div>
            </>
          ) : (
            <Menu.Label>{may?.reason ?? t`You may not change this.`}</Menu.Label>
          )}
        </Menu.Dropdown>
      </Menu>
    </PropertyRow>
  );
}
