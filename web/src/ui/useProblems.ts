import { useEffect, useState } from 'react';
import { problemOf } from '~/api/client';
import { useWords } from './Failure';

export type ProblemAt = (pointer: string) => string | undefined;

export interface Problems {
  /** The server's sentence for a field and what lies within it ("/domains" has that of "/domains/1" too). */
  at: ProblemAt;
  /** What no field of this rendering has shown; to be asked after the fields. */
  rest: () => string | null;
  take: (error: unknown, form?: HTMLFormElement) => void;
  clear: () => void;
}

/** A refusal, taken apart: each sentence at its field, and once. */
export function useProblems(): Problems {
  const words = useWords();
  const [taken, setTaken] = useState<{ error: unknown; form: HTMLFormElement | undefined } | null>(null);
  const errors = problemOf(taken?.error)?.errors ?? [];
  const shown = new Set<string>();

  // The caret goes to the first field that has to be changed, and with it the sentence is read out.
  useEffect(
    () =>
      taken?.form?.querySelector<HTMLElement>('[aria-invalid="true"], input[data-invalid="true"]')?.focus(),
    [taken],
  );

  return {
    at(pointer) {
      const here = errors.filter((one) => one.pointer === pointer || one.pointer.startsWith(`${pointer}/`));
      for (const one of here) shown.add(one.pointer);
      return here[0]?.detail;
    },
    rest() {
      if (taken === null) return null;
      if (errors.length === 0) return words(taken.error);
      const left = errors.filter((one) => !shown.has(one.pointer)).map((one) => one.detail);
      return left.length > 0 ? left.join(' ') : null;
    },
    take: (error, form) => setTaken({ error, form }),
    clear: () => setTaken(null),
  };
}
