import { Trans, useLingui } from '@lingui/react/macro';
import { IconCircle, IconCircleCheckFilled } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useRef, useState } from 'react';
import { loadSampleData } from '~/api/sampleData';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import { tell } from '~/ui/notify';
import classes from './start.module.css';
import { useSampleDataChanged } from './useSampleData';

const RemoveSampleData = lazy(() => import('./RemoveSampleData'));

/** A house full of tickets with one click, and empty again with another. */
export function SampleStep({ loaded }: { loaded: boolean }) {
  const { t } = useLingui();
  const words = useWords();
  const changed = useSampleDataChanged();
  const button = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function load(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setProblem(null);
    try {
      const { tickets } = await loadSampleData();
      await changed();
      tell(t`Sample data is loaded: ${tickets} tickets`);
    } catch (error) {
      setProblem(words(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <li data-done={loaded || undefined}>
      {loaded ? (
        <IconCircleCheckFilled size={18} aria-hidden="true" />
      ) : (
        <IconCircle size={18} stroke={1.6} aria-hidden="true" />
      )}
      <span>
        {loaded ? (
          <>
            <Link to="/tickets">
              <Trans>Sample data is loaded</Trans>
            </Link>
            {' · '}
          </>
        ) : null}
        <button
          ref={button}
          type="button"
          className={classes.act}
          aria-disabled={busy || undefined}
          onClick={() => (loaded ? setAsking(true) : void load())}
        >
          {loaded ? (
            <Trans>Remove sample data</Trans>
          ) : busy ? (
            <Trans>Loading sample data…</Trans>
          ) : (
            <Trans>Load sample data</Trans>
          )}
        </button>
        <small>
          {loaded ? (
            <Trans>Answer, note, assign: no mail ever leaves for these customers.</Trans>
          ) : (
            <Trans>
              A dozen tickets of made-up customers to look around in. No mail ever leaves for them, and one
              click removes them.
            </Trans>
          )}
        </small>
        <FormAlert>{problem}</FormAlert>
      </span>
      {asking ? (
        <Suspense>
          <RemoveSampleData
            onClose={() => {
              setAsking(false);
              // The button is there whatever came of it, or the list is gone.
              button.current?.focus();
            }}
          />
        </Suspense>
      ) : null}
    </li>
  );
}
