import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { isCode } from '~/api/client';
import { keys } from '~/api/keys';
import type { Catalogue, DraftContent, Id, Instant, Message, Ticket } from '~/api/types';
import type { DraftSession } from '../session';
import type { Reason, Told } from './facts';

/** How a reply was meant to leave. */
export interface Leaving {
  /** Sets solved and goes on. */
  solve: boolean;
  /** Messages that were read in the review; null before there was one. */
  acknowledge: Id[] | null;
  /** Not now, but then. */
  at?: Instant | undefined;
}

type Parts = typeof import('./check') & { Dialog: typeof import('./GuardDialog').default };

let parts: Parts | null = null;
const load = async (): Promise<void> => {
  if (parts) return;
  const [check, dialog] = await Promise.all([import('./check'), import('./GuardDialog')]);
  parts = { ...check, Dialog: dialog.default };
};

/** A reply is not held back for long because the guard cannot be loaded. */
const patience = 2_000;

const marks = ({ body_html, to, cc, attachments }: DraftContent): string =>
  JSON.stringify([body_html, to, cc, attachments.map(({ id }) => id)]);

/**
 * Looks at a public reply when it is to be sent, and at no other time. Loaded as soon as somebody writes, without Suspense or an
 * error that could take the editor away.
 */
export function useGuard(
  session: DraftSession,
  ticket: Ticket,
  messages: Message[],
  leave: (how: Leaving) => void,
) {
  const client = useQueryClient();
  const [held, setHeld] = useState<(Leaving & { reasons: (Reason | Told)[] }) | null>(null);
  const asking = useRef(false);
  /** What was sent knowingly is not asked about again when the sending itself has to be repeated. */
  const accepted = useRef('');
  const { kind } = session;

  useEffect(() => {
    if (kind === 'reply') void load().catch(() => undefined);
  }, [kind]);

  function look(): Reason[] {
    const { content } = session.get();
    if (!parts || accepted.current === marks(content)) return [];
    return parts.check(content, ticket, messages, client);
  }

  function decide(how: Leaving): void {
    const reasons = look();
    if (reasons.length === 0) {
      setHeld(null);
      leave(how);
      return;
    }
    // The text as the review left it comes back to where it can be mended.
    if (session.get().stage === 'blocked') session.replace({});
    setHeld({ ...how, reasons });
  }

  async function pass(how: Leaving): Promise<void> {
    if (kind !== 'reply' || parts) {
      if (kind === 'reply') decide(how);
      else leave(how);
      return;
    }
    if (asking.current) return;
    asking.current = true;
    await Promise.race([load().catch(() => undefined), new Promise((done) => setTimeout(done, patience))]);
    asking.current = false;
    decide(how);
  }

  const departments = client.getQueryData<Catalogue>(keys.catalogue)?.departments;
  const firm = departments?.find(({ id }) => id === ticket.department.id)?.holds_replies_for ?? [];

  return {
    pass: (how: Leaving) => void pass(how),
    held,
    /** Whether the department lets no reply leave with this. */
    isFirm: ({ kind }: Reason | Told): boolean => kind === 'told' || firm.some((one) => one === kind),
    /** The server has held it for what this window could not see. */
    tell: (reasons: Told[]) => setHeld({ solve: false, acknowledge: null, reasons }),
    Dialog: parts?.Dialog ?? null,
    close: () => setHeld(null),
    /** After a fix in the dialog: whatever is left. */
    again: () => setHeld((was) => was && rest(was, look())),
    anyway: (solve: boolean) => {
      if (!held) return;
      accepted.current = marks(session.get().content);
      setHeld(null);
      leave({ ...held, solve: held.solve || solve });
    },
  };
}

/** What the server held a reply for; null where it was refused for something else. */
export function toldBy(error: unknown): Told[] | null {
  if (!isCode(error, 'reply.held')) return null;
  const { errors = [], reasons = [] } = error.problem;
  return reasons.map(({ kind, text }, at) => ({
    kind: 'told',
    of: kind,
    text,
    sentence: errors[at]?.detail ?? '',
  }));
}

const rest = (was: Leaving, reasons: Reason[]) => (reasons.length > 0 ? { ...was, reasons } : null);
