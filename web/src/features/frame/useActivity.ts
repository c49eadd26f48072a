import { useEffect } from 'react';
import { noteActivity } from '~/api/security';

/** Milliseconds between two words to the server. */
const pause = 60_000;

/** Tells the server, at most once a minute, that somebody is really here: what the page fetches by itself keeps no session open. */
export function useActivity(): void {
  useEffect(() => {
    let told = Date.now();
    const tell = () => {
      if (Date.now() - told < pause) return;
      told = Date.now();
      void noteActivity().catch(() => undefined);
    };
    const events = ['pointerdown', 'keydown', 'wheel'] as const;
    for (const event of events) document.addEventListener(event, tell, { passive: true, capture: true });
    return () => {
      for (const event of events) document.removeEventListener(event, tell, { capture: true });
    };
  }, []);
}
