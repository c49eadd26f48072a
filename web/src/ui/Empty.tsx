import type { ReactNode } from 'react';
import classes from './Empty.module.css';

interface Props {
  icon?: ReactNode;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  /** The title is the heading of the whole page. */
  level?: 1;
}

/** Says what would be here and what to do next. */
export function Empty({ icon, title, children, action, level }: Props) {
  return (
    <div className={classes.empty}>
      {icon ? (
        <span className={classes.icon} aria-hidden="true">
          {icon}
        </span>
      ) : null}
      {level === 1 ? <h1 className={classes.title}>{title}</h1> : <p className={classes.title}>{title}</p>}
      {children ? <div className={classes.text}>{children}</div> : null}
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  );
}
