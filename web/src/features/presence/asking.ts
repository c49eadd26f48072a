import type { Drafts } from '~/api/types';
import { others } from './people';
import { type Preparing, preparing } from './prompts';
import { change, current, serverNow } from './store';

/** What is answered when one continues beside somebody: this editing of theirs, or their resting draft. */
export const asking = ({ person, open, since }: Preparing): string =>
  open ? `ask/${person}/${since}` : `ask/${person}/draft`;

/** Whether a reply is begun beside others; if so, whom the question names is put down. */
export function mustAsk(drafts: Drafts['others']): boolean {
  const known = current();
  if (!known?.presence) return false;
  const answered = new Set(known.visit?.answered);
  const found = preparing(others(known.presence, known.me), drafts, known.me, serverNow());
  if (found.every((one) => answered.has(asking(one)))) return false;
  change({ asked: found });
  return true;
}
