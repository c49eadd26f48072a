import type { Id, Instant } from '~/api/types';

/** What the rooms `presence:<ticket>` and `row:<ticket>` say. Always the full state: the newest replaces what was known. */
export type Looking = 'viewing' | 'idle' | 'elsewhere';
export type Writing = 'reply' | 'note' | 'field';

export interface Present {
  person: Id;
  state: Looking | 'left';
  writing: Writing | null;
  /** Which field, while `writing` is a field. */
  field: string | null;
  /** Since when that editor is open, with or without text. */
  reply_since: Instant | null;
  note_since: Instant | null;
  since: Instant;
  left_at: Instant | null;
}

export interface Lease {
  person: Id;
  since: Instant;
  taken_from: Id | null;
}

/** What only presence knows; the same act always has the same id. */
export interface Act {
  id: string;
  person: Id;
  act: 'viewed' | 'drafted' | 'left' | 'took_over';
  at: Instant;
}

export interface Presence {
  type: 'presence';
  ticket: Id;
  people: Present[];
  lease: Lease | null;
  acts: Act[];
  now: Instant;
}

export interface RowPresence {
  type: 'row';
  ticket: Id;
  people: { person: Id; shows: Sign; faded: boolean; leased: boolean }[];
}

/** What stands in the slot of a row. */
export type Sign = 'pen' | 'note' | 'pencil' | 'eye' | 'draft';

/** What this tab does on its ticket, as it is said. */
export interface Here {
  looking: Looking;
  writing: Writing | null;
  field: string | null;
  reply: boolean;
  note: boolean;
}
