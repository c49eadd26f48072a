import type { ReactNode } from 'react';
import classes from './PageFrame.module.css';

interface Props {
  title: ReactNode;
  intro?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A settings page: title, what it is for, its actions, and one scrolling column. */
export function PageFrame({ title, intro, actions, children }: Props) {
  return (
    <div className={classes.page}>
      <div className={classes.column}>
        <header className={classes.head}>
          <div>
            <h1>{title}</h1>
            {intro ? <p>{intro}</p> : null}
          </div>
          {actions ? <div className={classes.actions}>{actions}</div> : null}
        </header>
        {children}
      </div>
    </div>
  );
}
