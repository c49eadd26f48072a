import type { Ticket } from '~/api/types';
import { type Deletion, deletion, type Move, moved } from './prompts';
import { useKnown } from './store';

export type PlaceQuestion = Deletion | ({ type: 'moved' } & Move);

/** What is asked about the ticket as a whole, as long as it was not answered. */
export function usePlaceQuestion(ticket: Ticket): PlaceQuestion | null {
  const known = useKnown();
  if (!known?.visit) return null;
  const { events, me, visit } = known;
  const answered = (seq: number) => visit.answered.includes(`gone/${seq}`);
  const gone = deletion(events, ticket, me);
  if (gone && !answered(gone.trashed.seq)) return gone;
  const move = moved(events, ticket, me);
  return move && !answered(move.seq) ? { type: 'moved', ...move } : null;
}
