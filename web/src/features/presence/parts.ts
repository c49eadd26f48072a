import { Bars } from './Bars';
import { FieldMark } from './FieldMark';
import { HeaderPresence } from './HeaderPresence';
import { MovedAway } from './MovedAway';
import { PlacePrompts } from './PlacePrompts';
import { ReplyPrompt } from './ReplyPrompt';
import { TicketPresence } from './TicketPresence';

/** All that a ticket shows of colleagues, in one chunk: `lazy.ts` asks for it once. */
export const parts = {
  Bars,
  FieldMark,
  HeaderPresence,
  MovedAway,
  PlacePrompts,
  ReplyPrompt,
  TicketPresence,
};
