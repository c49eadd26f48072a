import { useEffect } from 'react';
import { useShortcut } from '~/actions/useShortcut';

let wanted = false;

/** The views take the focus as soon as they are there: somebody asked for them on another page. */
export const wantViews = (): void => {
  wanted = true;
};

/** For what shows the views: the key leads into it, at once or when it has come. */
export function useViewsFocus(target: () => HTMLElement | null | undefined): void {
  const take = () => {
    wanted = false;
    target()?.focus();
  };
  useShortcut('go-views', take);
  useEffect(() => {
    if (wanted && target()) take();
  });
}
