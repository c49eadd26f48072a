import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { list } from '~/i18n/format';
import { newsOf } from './announce';
import { useKnown } from './store';
import { useNames, useStateWords } from './useStateWords';
import type { Presence } from './wire';

/** Milliseconds between two polite words, so that busy colleagues do not drown out the text. */
const gap = 10_000;

/** Says aloud who begins to write: politely what is typed, at once when the reply is taken. */
export function Announcer() {
  const { t } = useLingui();
  const known = useKnown();
  const names = useNames();
  const words = useStateWords();
  const before = useRef<Presence | null>(null);
  const waiting = useRef<string[]>([]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const spoken = useRef(Number.NEGATIVE_INFINITY);
  const [polite, setPolite] = useState('');
  const [urgent, setUrgent] = useState('');
  const presence = known?.presence ?? null;
  const me = known?.me ?? '';

  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for every word of the server
  useEffect(() => {
    if (!presence || presence === before.current) return;
    const { typing, leased } = newsOf(before.current, presence, me);
    before.current = presence;
    if (leased) {
      const name = names(leased);
      setUrgent(t`${name} has taken the reply`);
    }
    if (typing.length === 0) return;
    waiting.current.push(...typing.map((one) => `${names(one.person)}: ${words(one)}`));
    if (timer.current) return;
    timer.current = setTimeout(
      () => {
        timer.current = null;
        spoken.current = Date.now();
        setPolite(list(waiting.current));
        waiting.current = [];
      },
      Math.max(0, spoken.current + gap - Date.now()),
    );
  }, [presence]);

  return (
    <>
      <div className="sr-only" role="status" aria-live="polite" aria-label={t`Colleagues in this ticket`}>
        {polite}
      </div>
      <div className="sr-only" aria-live="assertive">
        {urgent}
      </div>
    </>
  );
}
