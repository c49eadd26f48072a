import { useEffect, useEffectEvent, useState } from 'react';
import type { TicketRow } from '~/api/types';
import { meant, move, offset, press, type Side, type Swipe, sideOf } from './swipe';

export interface Swiped {
  row: TicketRow;
  element: HTMLElement;
  side: Side;
  armed: boolean;
}

interface Ways {
  rowOf: (id: string) => TicketRow | undefined;
  /** Why nothing can be done to this row by this side; null when it can. */
  refusal: (row: TicketRow, side: Side) => string | null;
  act: (row: TicketRow, side: Side) => void;
  refuse: (reason: string) => void;
}

const back = 160;

/**
 * Follows a finger over the rows of a list. What moves is set on the element itself, so that nothing is rendered but the
 * sign behind the row, when it changes. The list has `touch-action: pan-y`: up and down stays the browser's.
 */
export function useSwipe(list: HTMLElement | null, ways: Ways): Swiped | null {
  const [swiped, setSwiped] = useState<Swiped | null>(null);
  const rowOf = useEffectEvent(ways.rowOf);
  const refusal = useEffectEvent(ways.refusal);
  const act = useEffectEvent(ways.act);
  const refuse = useEffectEvent(ways.refuse);

  useEffect(() => {
    if (!list) return;
    let swipe: Swipe | null = null;
    let pointer = -1;
    let row: TicketRow | undefined;
    let element: HTMLElement | null = null;
    let shown = '';
    let until = 0;
    let timer = 0;

    const face = () => element?.querySelector<HTMLElement>(':scope > a') ?? null;
    const refused = (): Set<Side> =>
      new Set((['left', 'right'] as const).filter((side) => row && refusal(row, side) !== null));

    function settle(): void {
      const [item, link] = [element, face()];
      swipe = null;
      pointer = -1;
      shown = '';
      if (!item || !link) return;
      link.style.transition = calm() ? 'none' : `transform ${back}ms ease-out`;
      link.style.transform = '';
      clearTimeout(timer);
      timer = window.setTimeout(
        () => {
          link.style.transition = '';
          delete item.dataset.swiping;
          setSwiped(null);
        },
        calm() ? 0 : back,
      );
    }

    function onDown(event: PointerEvent): void {
      // A second finger makes it something else, such as a zoom.
      if (swipe) {
        settle();
        return;
      }
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      const item = (event.target as Element).closest<HTMLElement>('li[data-ticket]');
      if (!item?.contains((event.target as Element).closest('a'))) return;
      row = rowOf(item.dataset.ticket ?? '');
      if (!row) return;
      if (element && element !== item) delete element.dataset.swiping;
      element = item;
      pointer = event.pointerId;
      swipe = press(event.clientX, event.clientY, item.clientWidth, window.innerWidth);
    }

    function onMove(event: PointerEvent): void {
      if (!swipe || !row || !element || event.pointerId !== pointer) return;
      const no = refused();
      swipe = move(swipe, event.clientX, event.clientY, no);
      const side = sideOf(swipe);
      const link = face();
      if (swipe.phase !== 'swiping' || !side || !link) return;
      clearTimeout(timer);
      element.dataset.swiping = '';
      link.style.transition = 'none';
      link.style.transform = `translateX(${offset(swipe, no.has(side))}px)`;
      const now = `${row.id} ${side} ${swipe.armed}`;
      if (now !== shown) setSwiped({ row, element, side, armed: swipe.armed });
      shown = now;
    }

    function onUp(event: PointerEvent): void {
      if (!swipe || !row || event.pointerId !== pointer) return;
      const [last, on] = [swipe, row];
      const side = sideOf(last);
      // The browser may still make a click of it, which would open the ticket.
      if (last.phase === 'swiping') until = event.timeStamp + 400;
      settle();
      if (last.phase !== 'swiping' || !side) return;
      const reason = refusal(on, side);
      if (last.armed) act(on, side);
      else if (reason !== null && meant(last)) refuse(reason);
    }

    function onClick(event: MouseEvent): void {
      if (event.timeStamp >= until) return;
      event.preventDefault();
      event.stopPropagation();
    }

    list.addEventListener('pointerdown', onDown);
    list.addEventListener('pointermove', onMove);
    list.addEventListener('pointerup', onUp);
    list.addEventListener('pointercancel', settle);
    list.addEventListener('click', onClick, true);
    return () => {
      settle();
      list.removeEventListener('pointerdown', onDown);
      list.removeEventListener('pointermove', onMove);
      list.removeEventListener('pointerup', onUp);
      list.removeEventListener('pointercancel', settle);
      list.removeEventListener('click', onClick, true);
    };
  }, [list]);

  return swiped;
}

const calm = (): boolean => window.matchMedia('(prefers-reduced-motion: reduce)').matches;
