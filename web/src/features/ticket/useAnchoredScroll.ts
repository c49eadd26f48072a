import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Id, Message } from '~/api/types';

/** Near enough to the end to count as "reading the newest". */
const near = 80;

/**
 * Opens at the newest message and then never scrolls by itself: what arrives while the reader is further up waits
 * behind a pill. Only the reader's own sending, or reading at the very end, follows the conversation.
 */
export function useAnchoredScroll(
  scroller: RefObject<HTMLDivElement | null>,
  messages: Message[] | undefined,
  me: Id,
  /** The message that the reader comes for, as its id in the page. */
  wanted?: string,
) {
  const seen = useRef<number | null>(null);
  const atEnd = useRef(true);
  const [waiting, setWaiting] = useState(0);
  const total = messages?.length ?? null;
  const own = messages?.at(-1)?.author.id === me;

  const jump = useCallback(() => {
    const box = scroller.current;
    box?.scrollTo({ top: box.scrollHeight });
    setWaiting(0);
  }, [scroller]);

  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const onScroll = () => {
      atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < near;
      if (atEnd.current) setWaiting(0);
    };
    box.addEventListener('scroll', onScroll, { passive: true });
    // Pictures and frames change the height after the first layout; whoever is at the end stays there.
    const observer = new ResizeObserver(() => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    });
    if (box.firstElementChild) observer.observe(box.firstElementChild);
    observer.observe(box);
    return () => {
      box.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [scroller]);

  const found = total !== null && wanted !== undefined;
  useLayoutEffect(() => {
    const target = found ? document.getElementById(wanted) : null;
    if (!target) return;
    atEnd.current = false;
    target.scrollIntoView({ block: 'center' });
    target.focus({ preventScroll: true });
  }, [found, wanted]);

  useLayoutEffect(() => {
    if (total === null) return;
    const before = seen.current;
    seen.current = total;
    if (before === null && wanted && document.getElementById(wanted)) return;
    if (before === null || atEnd.current || (own && total > before)) jump();
    else if (total > before) setWaiting((count) => count + total - before);
  }, [total, own, jump, wanted]);

  return { waiting, jump };
}
