import { useLingui } from '@lingui/react/macro';
import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './DataTable.module.css';
import { Delayed } from './Delayed';

export interface Column<T> {
  key: string;
  title: ReactNode;
  cell: (row: T) => ReactNode;
  /** Left out on a phone. */
  extra?: boolean;
  /** Short values that must not break: numbers, times, states. */
  tight?: boolean;
}

/** Rows that can be chosen for something that is done to several of them. */
export interface Choice<T> {
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
  label: (row: T) => string;
}

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: T[] | undefined;
  rowKey: (row: T) => string;
  empty: ReactNode;
  onOpen?: (row: T) => void;
  openLabel?: (row: T) => string;
  choice?: Choice<T>;
}

/** A plain table. A row that can be opened has one button that fills it; its name says what opens. */
export function DataTable<T>({ label, columns, rows, rowKey, empty, onOpen, openLabel, choice }: Props<T>) {
  const { t } = useLingui();
  if (rows === undefined) {
    return (
      <Delayed>
        <div className={classes.skeleton} role="status" aria-label={t`Loading`}>
          {[1, 2, 3, 4, 5].map((line) => (
            <span key={line} />
          ))}
        </div>
      </Delayed>
    );
  }
  if (rows.length === 0) return <>{empty}</>;
  return (
    <table className={classes.table} aria-label={label}>
      <thead>
        <tr>
          {choice ? (
            <th scope="col" className={classes.choice}>
              <Checkbox
                size="xs"
                aria-label={t`Choose all`}
                checked={rows.every((row) => choice.chosen.has(rowKey(row)))}
                indeterminate={
                  rows.some((row) => choice.chosen.has(rowKey(row))) &&
                  !rows.every((row) => choice.chosen.has(rowKey(row)))
                }
                onChange={(event) =>
                  choice.onChange(new Set(event.currentTarget.checked ? rows.map(rowKey) : []))
                }
              />
            </th>
          ) : null}
          {columns.map((column) => (
            <th key={column.key} scope="col" data-extra={column.extra || undefined}>
              {column.title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)} data-opens={onOpen ? true : undefined}>
            {choice ? (
              <td className={classes.choice}>
                <Checkbox
                  size="xs"
                  aria-label={choice.label(row)}
                  checked={choice.chosen.has(rowKey(row))}
                  onChange={(event) =>
                    choice.onChange(toggled(choice.chosen, rowKey(row), event.currentTarget.checked))
                  }
                />
              </td>
            ) : null}
            {columns.map((column, index) => (
              <td
                key={column.key}
                data-extra={column.extra || undefined}
                data-tight={column.tight || undefined}
              >
                {index === 0 && onOpen ? (
                  <button
                    type="button"
                    className={classes.open}
                    aria-label={openLabel?.(row)}
                    onClick={() => onOpen(row)}
                  >
                    {column.cell(row)}
                  </button>
                ) : (
                  column.cell(row)
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function toggled(chosen: ReadonlySet<string>, key: string, on: boolean): ReadonlySet<string> {
  const next = new Set(chosen);
  if (on) next.add(key);
  else next.delete(key);
  return next;
}
