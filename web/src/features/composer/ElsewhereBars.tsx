import { Trans, useLingui } from '@lingui/react/macro';
import { IconAlertCircle, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import classes from './composer.module.css';
import type { DraftSession } from './session';
import { TwoTexts } from './TwoTexts';
import { useDraft } from './useDraft';

/** The text was changed or taken over elsewhere. Nobody who is typing is interrupted: the dialog waits behind a button. */
export default function ElsewhereBars({ session }: { session: DraftSession }) {
  const { t } = useLingui();
  const { foreign, takenBy } = useDraft(session);
  const typing = document.activeElement?.matches('[contenteditable]') ?? false;
  const [comparing, setComparing] = useState(foreign !== null && !typing);
  const there = foreign !== null;
  useEffect(() => {
    // Whoever comes back to this tab sees at once what is to be decided.
    const onBack = () => there && setComparing(true);
    window.addEventListener('focus', onBack);
    return () => window.removeEventListener('focus', onBack);
  }, [there]);
  const handedBy = foreign?.writers.at(-1)?.name;
  const handed = foreign !== null && foreign.client_id !== session.get().content.client_id && handedBy;
  return (
    <>
      {takenBy === null ? null : (
        <p className={classes.problem} data-kind="warn" role="alert">
          <IconAlertCircle size={15} stroke={1.8} />
          <span>
            {takenBy ? (
              <Trans>{takenBy} goes on with your text. You find it among the earlier versions.</Trans>
            ) : (
              <Trans>A colleague goes on with your text. You find it among the earlier versions.</Trans>
            )}
          </span>
          <button
            type="button"
            className={classes.plain}
            aria-label={t`Dismiss`}
            onClick={() => session.readTaken()}
          >
            <IconX size={14} stroke={2} />
          </button>
        </p>
      )}
      {foreign ? (
        <p className={classes.problem} data-kind="warn" role="alert">
          <IconAlertCircle size={15} stroke={1.8} />
          <span>
            {handed ? (
              <Trans>{handed} handed you their text while you were writing.</Trans>
            ) : (
              <Trans>This draft was changed in another tab.</Trans>
            )}
          </span>
          <button type="button" className={classes.plain} onClick={() => setComparing(true)}>
            <Trans>Compare the two texts</Trans>
          </button>
        </p>
      ) : null}
      {foreign && comparing ? (
        <TwoTexts session={session} other={foreign} onClose={() => setComparing(false)} />
      ) : null}
    </>
  );
}
