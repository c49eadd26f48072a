import { useLingui } from '@lingui/react/macro';
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

interface Props<T> {
  label: string;
  columns: Column<T>[];
  rows: T[] | undefined;
  rowKey: (row: T) => string;
  empty: ReactNode;
  onOpen?: (row: T) => void;
  openLabel?: (row: T) => string;
}

/** A plain table. A row that can be opened has one button that fills it; its name says what opens. */
export function DataTable<T>({ label, columns, rows, rowKey, empty, onOpen, openLabel }: Props<T>) {
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
