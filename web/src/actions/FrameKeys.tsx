import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useLayoutEffect, useState } from 'react';
import { undoLast, useCanUndo } from '~/ui/undoable';
import type { Own } from './keymap';
import { setOwn } from './ownKeys';
import { toNextPane } from './panes';
import { useShortcut } from './useShortcut';

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
  useShortcut('undo', undoLast, useCanUndo());
  useShortcut('create', () => void navigate({ to: '/tickets/new', search: (old) => old }));
  const list = (view: string) => () => void navigate({ to: '/tickets', search: { view } });
  useShortcut('go-inbox', list('waiting_on_me'));
  useShortcut('go-mine', list('mine_open'));
  useShortcut('go-start', () => void navigate({ to: '/' }));
  useShortcut('go-views', () => {
    const views = () => document.querySelector<HTMLElement>('[data-views] a, button[data-views]');
    const here = views();
    if (here) here.focus();
    // From another page the list comes first; its views take the focus once they are there.
    else void navigate({ to: '/tickets' }).then(() => requestAnimationFrame(() => views()?.focus()));
  });
  return <Suspense>{sheet ? <ShortcutSheet onClose={() => setSheet(false)} /> : null}</Suspense>;
}
