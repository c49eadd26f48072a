import type { ReactNode } from 'react';
import classes from './FormDialog.module.css';

/** What went wrong with a form as a whole; nothing when nothing did. */
export function FormAlert({ children }: { children: ReactNode }) {
  if (!children) return null;
  return (
    <p role="alert" className={classes.error}>
      {children}
    </p>
  );
}
