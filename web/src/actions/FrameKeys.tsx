import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { wantViews } from '~/features/list/viewsFocus';
import { undoLast, useCanUndo } from '~/ui/undoable';
import type { Own } from './keymap';
import { setOwn } from './ownKeys';
import { toNextPane } from './panes';
import { useShortcut } from './useShortcut';

const loadPalette = () => import('~/features/palette/Palette');
const Palette = lazy(loadPalette);
const ShortcutSheet = lazy(() => import('./ShortcutSheet'));

/** The shortcuts that work on every page. */
export function FrameKeys({ own }: { own: Own }) {
  const navigate = useNavigate();
  const [sheet, setSheet] = useState(false);
  useLayoutEffect(() => setOwn(own), [own]);
  const help = () => setSheet(true);
  useShortcut('help', help);
  useShortcut('help-anywhere', help);
  useShortcut('panes', toNextPane);
  const [palette, setPalette] = useState(false);
  const opener = useRef<Element | null>(null);
  useShortcut('palette', () => {
    opener.current = document.activeElement;
    setPalette(true);
  });
  useEffect(() => {
    // Ready before it is asked for, without taking from what is on screen.
    const load = () => void loadPalette().catch(() => undefined);
    if (!window.requestIdleCallback) return;
    const idle = window.requestIdleCallback(load, { timeout: 5_000 });
    return () => window.cancelIdleCallback(idle);
  }, []);

  /** The focus goes back first, so that what comes next can take it. */
  function closePalette(after?: () => void): void {
    flushSync(() => setPalette(false));
    if (opener.current instanceof HTMLElement) opener.current.focus();
    after?.();
  }

  useShortcut('undo', undoLast, useCanUndo());
  useShortcut('create', () => void navigate({ to: '/tickets/new', search: (old) => old }));
  const list = (view: string) => () => void navigate({ to: '/tickets', search: { view } });
  useShortcut('go-inbox', list('waiting_on_me'));
  useShortcut('go-mine', list('mine_open'));
  useShortcut('go-start', () => void navigate({ to: '/' }));
  // Where views are on screen, they answer themselves.
  useShortcut('go-views', () => {
    wantViews();
    void navigate({ to: '/tickets' });
  });
  return (
    <Suspense>
      {sheet ? <ShortcutSheet onClose={() => setSheet(false)} /> : null}
      {palette ? <Palette onClose={closePalette} /> : null}
    </Suspense>
  );
}
