import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Switch, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useRef } from 'react';
import type { Status } from '~/api/types';
import { ColourMenu } from './ColourMenu';
import classes from './departments.module.css';
import { moved } from './statusEdits';

interface Props {
  rows: Status[];
  onChange: (rows: Status[]) => void;
  problemAt: (pointer: string) => string | undefined;
}

/** The statuses of a department in their order: how each looks, what it is called, whether a reply is offered with it. */
export function StatusRows({ rows, onChange, problemAt }: Props) {
  const { t } = useLingui();
  const list = useRef<HTMLUListElement>(null);

  function change(id: string, look: Partial<Status>): void {
    onChange(rows.map((row) => (row.id === id ? { ...row, ...look } : row)));
  }

  function move(id: string, by: -1 | 1): void {
    const next = moved(rows, id, by);
    onChange(next);
    // At either end the pressed button is switched off and would lose the focus to the page.
    const place = next.findIndex((row) => row.id === id);
    const at = place === 0 ? 'down' : place === next.length - 1 ? 'up' : by < 0 ? 'up' : 'down';
    requestAnimationFrame(() =>
      list.current?.querySelector<HTMLButtonElement>(`[data-status="${id}"] [data-move="${at}"]`)?.focus(),
    );
  }

  return (
    <fieldset className={classes.statuses}>
      <legend>
        <Trans>Statuses</Trans>
      </legend>
      <ul ref={list}>
        {rows.map((row, index) => {
          const name = row.name;
          const at = `/statuses/${row.id}/changes`;
          return (
            <li key={row.id} data-status={row.id}>
              <ColourMenu status={row} onChoose={(colour) => change(row.id, { colour })} />
              <TextInput
                aria-label={t`Name of the status`}
                className={classes.name}
                value={row.name}
                onChange={(event) => change(row.id, { name: event.currentTarget.value })}
                required
                maxLength={80}
                error={problemAt(`${at}/name/mine`)}
              />
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t`Move ${name} up`}
                data-move="up"
                disabled={index === 0}
                onClick={() => move(row.id, -1)}
              >
                <IconArrowUp size={15} stroke={1.8} />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t`Move ${name} down`}
                data-move="down"
                disabled={index === rows.length - 1}
                onClick={() => move(row.id, 1)}
              >
                <IconArrowDown size={15} stroke={1.8} />
              </ActionIcon>
              {row.final ? (
                <small className={classes.offer}>
                  <Trans>Final: takes no reply</Trans>
                </small>
              ) : (
                <Switch
                  className={classes.offer}
                  label={t`Offered with Send`}
                  aria-label={t`${name}: offered with Send`}
                  checked={row.offered_on_send}
                  onChange={(event) => change(row.id, { offered_on_send: event.currentTarget.checked })}
                  error={problemAt(`${at}/offered_on_send/mine`)}
                />
              )}
            </li>
          );
        })}
      </ul>
    </fieldset>
  );
}
