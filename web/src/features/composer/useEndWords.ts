import { useLingui } from '@lingui/react/macro';
import type { DraftRevision } from '~/api/types';

/** Why a draft was there no more after a text. */
export function useEndWords(): (version: Pick<DraftRevision, 'ended' | 'ended_by'>) => string | null {
  const { t } = useLingui();
  return ({ ended, ended_by }) => {
    const who = ended_by?.name;
    switch (ended) {
      case 'discarded':
        return t`discarded`;
      case 'sent':
        return t`sent`;
      case 'replaced':
        return t`another text took its place`;
      case 'taken_over':
        return who ? t`taken over by ${who}` : t`taken over by a colleague`;
      default:
        return null;
    }
  };
}
