import { type ReactNode, Suspense } from 'react';
import { FieldMark } from '~/features/presence/lazy';
import { useEditorsOf } from '~/features/presence/signals';
import classes from './context.module.css';

interface Props {
  label: string;
  /** The field, where it is one that can be changed: presence looks at it, and says who else does. */
  field?: string;
  problem?: string | undefined;
  children: ReactNode;
}

/** Label left, value right, and what went wrong right below it. */
export function PropertyRow({ label, field, problem, children }: Props) {
  const names = useEditorsOf(field);
  return (
    <div className={classes.row} data-field={field} data-edited={names ? '' : undefined}>
      <span className={classes.label}>
        {label}
        <Suspense>{names ? <FieldMark names={names} /> : null}</Suspense>
      </span>
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
