import type { ReactNode } from 'react';
import classes from './context.module.css';

interface Props {
  label: string;
  problem?: string | undefined;
  children: ReactNode;
}

/** Label left, value right, and what went wrong right below it. */
export function PropertyRow({ label, problem, children }: Props) {
  return (
    <div className={classes.row}>
      <span className={classes.label}>{label}</span>
      <div className={classes.value}>
        {children}
        {problem ? (
          <small role="alert" className={classes.problem}>
            {problem}
          </small>
        ) : null}
      </div>
    </div>
  );
}
