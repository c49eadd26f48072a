import { useLingui } from '@lingui/react/macro';
import { IconAlertCircle, IconX } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { Newer } from './blockers';
import classes from './composer.module.css';
import { NewerBar } from './NewerBar';
import type { DraftSession } from './session';
import { useDraft } from './useDraft';

const ElsewhereBars = lazy(() => import('./ElsewhereBars'));

interface Props {
  session: DraftSession;
  newer: Newer[];
  problem: string | null;
  onDismiss: () => void;
}

/** What stands in the way of this draft, above its text and never in it. */
export function DraftBars({ session, newer, problem, onDismiss }: Props) {
  const { t } = useLingui();
  const { foreign, takenBy } = useDraft(session);
  return (
    <>
      {problem ? (
        <p className={classes.problem} role="alert">
          <IconAlertCircle size={15} stroke={1.8} />
          <span>{problem}</span>
          <button type="button" className={classes.plain} aria-label={t`Dismiss`} onClick={onDismiss}>
            <IconX size={14} stroke={2} />
          </button>
        </p>
      ) : null}
      <NewerBar newer={newer} />
      {foreign || takenBy !== null ? (
        <Suspense>
          <ElsewhereBars session={session} />
        </Suspense>
      ) : null}
    </>
  );
}
