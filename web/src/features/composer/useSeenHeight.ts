import { useSyncExternalStore } from 'react';

function subscribe(listener: () => void): () => void {
  const seen = window.visualViewport;
  seen?.addEventListener('resize', listener);
  return () => seen?.removeEventListener('resize', listener);
}

/** What a phone's own keyboard leaves of the window, in CSS pixels: some browsers lay it over the page. */
export function useSeenHeight(wanted: boolean): number | null {
  return useSyncExternalStore(subscribe, () =>
    wanted && window.visualViewport ? Math.round(window.visualViewport.height) : null,
  );
}
