import { Trans } from '@lingui/react/macro';
import { time } from '~/i18n/format';
import classes from './composer.module.css';
import { type DraftState, isDirty } from './draft';

/** Where the text is safe at this moment. */
export function SaveState({ state }: { state: DraftState }) {
  return (
    <span
      className={classes.saved}
      role="status"
      data-phase={state.stage === 'doubtful' ? 'doubtful' : state.phase}
    >
      <Words state={state} />
    </span>
  );
}

function Words({ state }: { state: DraftState }) {
  const at = state.savedAt ? time(state.savedAt) : '';
  if (state.stage === 'sending') return <Trans>Sending…</Trans>;
  if (state.stage === 'doubtful') return <Trans>No answer, trying again…</Trans>;
  // Nothing is saved until it is decided which text counts.
  if (state.foreign) return isDirty(state) ? <Trans>Not saved: kept on this device</Trans> : null;
  switch (state.phase) {
    case 'saving':
    case 'typing':
      return <Trans>Saving…</Trans>;
    case 'saved':
      return at ? <Trans>Saved {at}</Trans> : null;
    case 'offline':
      return <Trans>Offline: kept on this device</Trans>;
    case 'refused':
      return <Trans>Not saved: kept on this device</Trans>;
    default:
      return null;
  }
}
