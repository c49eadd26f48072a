import { useLingui } from '@lingui/react/macro';
import type { ChatLine, Move } from '~/api/chats';

/** In the order in which they are offered. */
export const moves: readonly Move[] = ['i_take', 'you_take', 'i_answer', 'five_minutes'];

/** What somebody says by a move. */
export function useMoveWords(): (move: ChatLine['kind']) => string {
  const { t } = useLingui();
  return (move) => {
    switch (move) {
      case 'i_take':
        return t`I take it`;
      case 'you_take':
        return t`You take it`;
      case 'i_answer':
        return t`I answer, you do the fields`;
      case 'five_minutes':
        return t`Give me five minutes`;
      default:
        return '';
    }
  };
}
