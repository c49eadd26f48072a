import { Trans } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import type { View } from '~/api/types';
import classes from './list.module.css';

const EditViewDialog = lazy(() => import('./EditViewDialog'));

/** A view one of whose rules has lost its meaning is empty rather than wrong, and says why. */
export default function BrokenView({ view }: { view: View }) {
  const [editing, setEditing] = useState(false);
  return (
    <p className={classes.stale} role="status">
      <Trans>This view shows nothing, because a rule in it does not work any more:</Trans>{' '}
      {view.problems[0]?.detail}{' '}
      <button type="button" onClick={() => setEditing(true)}>
        <Trans>Edit the view</Trans>
      </button>
      {editing ? (
        <Suspense>
          <EditViewDialog view={view} onClose={() => setEditing(false)} />
        </Suspense>
      ) : null}
    </p>
  );
}
