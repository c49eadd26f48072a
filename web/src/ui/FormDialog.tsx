import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { problemOf } from '~/api/client';
import { useWords } from './Failure';
import classes from './FormDialog.module.css';

interface Props {
  title: ReactNode;
  submitLabel: ReactNode;
  /** The width in pixels where there is room. */
  size?: number;
  onClose: () => void;
  onSubmit: (form: FormData) => Promise<unknown>;
  /** Draws the fields; `problemAt` gives the server's sentence for a pointer such as "/name". */
  children: (problemAt: (pointer: string) => string | undefined) => ReactNode;
}

/** A small form in a dialog: stays open with its sentence when the server refuses, keeps what was typed. */
export function FormDialog({ title, submitLabel, size = 480, onClose, onSubmit, children }: Props) {
  const { t } = useLingui();
  const words = useWords();
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    setBusy(true);
    setError(null);
    setProblems({});
    try {
      await onSubmit(new FormData(event.currentTarget));
      onClose();
    } catch (caught) {
      setProblems(
        Object.fromEntries((problemOf(caught)?.errors ?? []).map((one) => [one.pointer, one.detail])),
      );
      setError(words(caught));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': t`Close` }}>
      <form onSubmit={submit} className={classes.form}>
        {error ? (
          <p role="alert" className={classes.error}>
            {error}
          </p>
        ) : null}
        {children((pointer) => problems[pointer])}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy}>
            {submitLabel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
