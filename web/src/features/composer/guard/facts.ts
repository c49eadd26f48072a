import type { Address, HeldKind, Id } from '~/api/types';
import type { Script } from './script';

/** Something to look at before a reply leaves; `text` is what it is about, as it stands in the reply. */
export type Reason =
  | {
      kind: 'placeholder' | 'mention' | 'note' | 'attachment' | 'address' | 'customer' | 'ticket';
      text: string;
    }
  | { kind: 'recipients'; count: number }
  | { kind: 'script'; mine: Script; theirs: Script };

/** Found by the server alone, which knows more than this window; in its words. */
export interface Told {
  kind: 'told';
  of: HeldKind;
  text: string;
  sentence: string;
}

/** A reply and what is known around it. */
export interface Facts {
  html: string;
  to: readonly Address[];
  cc: readonly Address[];
  files: number;
  /** Of this ticket. */
  number: number;
  requester: Id;
  /** Who takes part in the ticket in public: their names and addresses are no surprise. */
  known: readonly Address[];
  colleagues: readonly { name: string }[];
  /** Tickets that this window knows, whoever's. */
  others: readonly { number: number; requester: Address & { id: Id } }[];
  /** What only colleagues read. */
  notes: readonly string[];
  /** What everybody of the ticket has read. */
  open: readonly string[];
  /** What the customers wrote, without what they quoted. */
  theirs: string;
}
