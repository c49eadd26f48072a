import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertCircle, IconX } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import type { Message } from '~/api/types';
import { moment } from '~/i18n/format';
import classes from './composer.module.css';
import type { DraftSession } from './session';
import { useDraft } from './useDraft';

const ElsewhereBars = lazy(() => import('./ElsewhereBars'));

interface Props {
  session: DraftSession;
  newer: Message[];
  problem: string | null;
  onDismiss: () => void;
}

/** What stands in the way of this draft, above its text and never in it. */
export function DraftBars({ session, newer, problem, onDismiss }: Props) {
  const { t } = useLingui();
  const { foreign, takenBy } = useDraft(session);
  const last = newer.at(-1);
  const who = last?.author.name || last?.author.email || '';
  const at = last ? moment(last.at) : '';
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
      {last ? (
        <p className={classes.problem} role="alert">
          <IconAlertCircle size={15} stroke={1.8} />
          <span>
            {last.kind === 'customer' ? (
              <Trans>
                {who} wrote while you were writing, {at}
              </Trans>
            ) : (
              <Trans>
                {who} replied while you were writing, {at}
              </Trans>
            )}
          </span>
          <button
            type="button"
            className={classes.plain}
            onClick={() => document.getElementById(`m${last.id}`)?.scrollIntoView({ block: 'nearest' })}
          >
            <Trans>Show</Trans>
          </button>
        </p>
      ) : null}
      {foreign || takenBy !== null ? (
        <Suspense>
          <ElsewhereBars session={session} />
        </Suspense>
      ) : null}
    </>
  );
}
