import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Modal } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { FormAlert } from './FormAlert';
import classes from './FormDialog.module.css';
import { type ProblemAt, useProblems } from './useProblems';

/** What stands in a field of the form by now, without the space around it. */
export type TextOf = (name: string) => string;

interface Props {
  title: ReactNode;
  submitLabel: ReactNode;
  /** The width in pixels where there is room. */
  size?: number;
  /** What it does cannot be undone. */
  danger?: boolean;
  onClose: () => void;
  /** `raw` gives a field untrimmed, as a password is taken. */
  onSubmit: (text: TextOf, raw: TextOf) => Promise<unknown>;
  /** Draws the fields; `problemAt` gives the server's sentence for a pointer such as "/name". */
  children: (problemAt: ProblemAt) => ReactNode;
}

/** A small form in a dialog: stays open with its sentence when the server refuses, keeps what was typed. */
export function FormDialog({ title, submitLabel, size = 480, danger, onClose, onSubmit, children }: Props) {
  const { t } = useLingui();
  const problems = useProblems();
  const [busy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    event.stopPropagation();
    const form = event.currentTarget;
    const typed = new FormData(form);
    setBusy(true);
    problems.clear();
    try {
      const raw = (name: string) => String(typed.get(name) ?? '');
      await onSubmit((name) => raw(name).trim(), raw);
      onClose();
    } catch (caught) {
      problems.take(caught, form);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Modal opened onClose={onClose} title={title} size={size} closeButtonProps={{ 'aria-label': t`Close` }}>
      <form onSubmit={submit} className={classes.form}>
        {children(problems.at)}
        <FormAlert>{problems.rest()}</FormAlert>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={busy} color={danger ? 'red' : undefined}>
            {submitLabel}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
