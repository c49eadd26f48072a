import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useWords } from './Failure';
import { FormAlert } from './FormAlert';

interface Props {
  /** What is deleted, as the button says it. */
  label: ReactNode;
  /** What becomes of what hangs on it, told before the second press. */
  consequence: ReactNode;
  onDelete: () => Promise<unknown>;
}

/** Deletes in two steps; a refusal is told where it was asked. */
export function DeleteButton({ label, consequence, onDelete }: Props) {
  const words = useWords();
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  async function run(): Promise<void> {
    setBusy(true);
    try {
      await onDelete();
    } catch (error) {
      setProblem(words(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div style={{ display: 'grid', gap: 8, justifyItems: 'start' }}>
      {asked ? <span>{consequence}</span> : null}
      <Button
        type="button"
        size="xs"
        variant={asked ? 'filled' : 'subtle'}
        color="red"
        loading={busy}
        onClick={() => (asked ? void run() : setAsked(true))}
      >
        {asked ? <Trans>Delete for good</Trans> : label}
      </Button>
      <FormAlert>{problem}</FormAlert>
    </div>
  );
}
