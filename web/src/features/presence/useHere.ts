import { useEffect } from 'react';
import type { Id } from '~/api/types';
import { useSocket } from '~/realtime/Live';
import { everySecond } from './everySecond';
import { HereTeller } from './here';
import { between } from './signals';

const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;

/** The field that is being changed: a field says `data-field`, and either is a text just now or has its menu open. */
function fieldInHand(): string | null {
  const active = document.activeElement;
  const typed = active instanceof HTMLInputElement ? active : null;
  const menu = document.querySelector('[data-field] [aria-haspopup][aria-expanded="true"]');
  return (typed ?? menu)?.closest<HTMLElement>('[data-field]')?.dataset.field ?? null;
}

/** Says what this tab does on the ticket, for as long as it is open. */
export function useHere(ticket: Id): void {
  const socket = useSocket();
  useEffect(() => {
    if (!socket) return;
    const room = `presence:${ticket}`;
    const leave = socket.join(room);
    const teller = new HereTeller((here) => socket.say({ type: 'here', ticket, ...here }), Date.now());
    let touched = 0;
    let field: string | null = null;

    const look = (changed = false) => {
      const found = fieldInHand();
      if (found !== field || (changed && found)) teller.inField(found, Date.now());
      field = found;
    };
    const onTouch = () => {
      const now = Date.now();
      if (now - touched < 1_000) return;
      touched = now;
      teller.touch(now);
    };
    const onInput = ({ target }: Event) => {
      const composer = target instanceof Element ? target.closest<HTMLElement>('[data-composer]') : null;
      const kind = composer?.dataset.kind;
      if (kind === 'reply' || kind === 'note') teller.typed(kind, Date.now());
      else look(true);
    };
    const onFocus = () => setTimeout(look, 0);
    const onVisible = () => teller.hidden(document.visibilityState === 'hidden', Date.now());

    between.onEditors = (editors) => teller.open(editors, Date.now());
    teller.open(between.editors, Date.now());
    onVisible();
    for (const name of inputs) document.addEventListener(name, onTouch, { capture: true, passive: true });
    document.addEventListener('input', onInput, true);
    for (const name of ['focusin', 'focusout', 'click'] as const)
      document.addEventListener(name, onFocus, true);
    document.addEventListener('visibilitychange', onVisible);
    const stop = everySecond(() => {
      look();
      teller.look(Date.now());
    });
    // Whoever comes back to a server that forgot says everything again; so does whoever may be in the room again.
    let out = false;
    const offs = [
      socket.listen('link', ({ up }) => up === true && teller.repeat(Date.now())),
      socket.listen('watching', ({ rooms }) => {
        const inside = Array.isArray(rooms) && rooms.includes(room);
        if (inside && out) teller.repeat(Date.now());
        out = !inside;
      }),
    ];
    return () => {
      for (const off of offs) off();
      stop();
      between.onEditors = null;
      for (const name of inputs) document.removeEventListener(name, onTouch, true);
      document.removeEventListener('input', onInput, true);
      for (const name of ['focusin', 'focusout', 'click'] as const)
        document.removeEventListener(name, onFocus, true);
      document.removeEventListener('visibilitychange', onVisible);
      leave();
    };
  }, [socket, ticket]);
}
