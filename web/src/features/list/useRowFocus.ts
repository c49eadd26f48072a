import { type RefObject, useEffect, useEffectEvent } from 'react';
import type { Id } from '~/api/types';
import { linkOf } from './peek/peeked';

/** So many frames a row is waited for that is scrolled to and not yet drawn. */
const patience = 10;

/** The focus goes along with the ticket that is looked into, so that Space, Enter and Tab mean its row. */
export function useRowFocus(
  scroller: RefObject<HTMLElement | null>,
  id: Id | null,
  reveal: () => void,
): void {
  const show = useEffectEvent(reveal);
  useEffect(() => {
    if (id === null) return;
    show();
    let frame = 0;
    let left = patience;
    const focus = () => {
      const link = scroller.current ? linkOf(id, scroller.current) : null;
      if (link) link.focus({ preventScroll: true });
      else if (left-- > 0) frame = requestAnimationFrame(focus);
    };
    focus();
    return () => cancelAnimationFrame(frame);
  }, [scroller, id]);
}
