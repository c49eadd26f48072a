import { type ComponentType, useEffect, useState } from 'react';
import type { Ticket } from '~/api/types';
import { Editor, type Props } from './Editor';

type NoteEditor = ComponentType<Props & { ticket: Ticket }>;

let loaded: NoteEditor | null = null;

/**
 * The editor of notes, loaded when the first note is begun; without it, a plain one. No Suspense: what it holds back is rendered
 * before it is shown, and the editor gives such a rendering up at once.
 */
export function useNoteEditor(wanted: boolean): NoteEditor | null {
  const [found, setFound] = useState<NoteEditor | null>(() => loaded);
  useEffect(() => {
    if (!wanted || loaded) return;
    let gone = false;
    import('./NoteEditor').then(
      (part) => {
        loaded = part.default;
        if (!gone) setFound(() => part.default);
      },
      () => {
        // Away from the network a note is written all the same; it only offers nobody.
        if (!gone) setFound(() => Editor);
      },
    );
    return () => {
      gone = true;
    };
  }, [wanted]);
  return found;
}
