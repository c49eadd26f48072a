import { useSyncExternalStore } from 'react';
import type { DraftState } from './draft';
import type { DraftSession } from './session';

export function useDraft(session: DraftSession): DraftState {
  return useSyncExternalStore(session.subscribe, session.get);
}
