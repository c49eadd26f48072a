import { Trans, useLingui } from '@lingui/react/macro';
import { IconMessageReply } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { DraftKind, Message, Ticket } from '~/api/types';
import type { DraftSession } from '~/features/composer/session';
import { useDraft } from '~/features/composer/useDraft';
import { useNewer } from '~/features/composer/useNewer';
import { parseSearch } from '~/features/list/filters';
import { showDesktop } from '~/features/notifications/desktop';
import { list, time } from '~/i18n/format';
import { useSocket } from '~/realtime/Live';
import { news } from '~/ui/notify';
import { others, replying } from './people';
import { usePlaceQuestion } from './placeQuestion';
import classes from './presence.module.css';
import { episode, newcomers } from './prompts';
import { mark, serverNow, useKnown } from './store';
import { lasting, useTick } from './times';
import { useNames } from './useStateWords';
import { isAwaited, whenDone } from './whenDone';
import type { Lease } from './wire';

export interface BarsProps {
  ticket: Ticket;
  kind: DraftKind | null;
  session: DraftSession;
  messages: Message[];
  /** Keeps the text as a draft and closes the editor. */
  onStop: () => void;
}

/** What colleagues mean for my own writing: one bar at a time, the heaviest first. The red one stands in the editor itself. */
export function Bars({ ticket, kind, session, messages, onStop }: BarsProps) {
  const known = useKnown();
  const { seen } = useDraft(session).content;
  const newer = useNewer(ticket, messages, kind === 'reply' ? seen : 0);
  useTick();
  const elsewhere = usePlaceQuestion(ticket) !== null;
  if (!known?.presence || !known.visit || known.asked.length > 0 || elsewhere) return null;
  const { presence, me, visit } = known;
  const answered = new Set(visit.answered);
  const begun = kind === 'reply' ? newcomers(presence.people, me, answered) : [];
  if (begun.length > 0) return <Newcomers ticket={ticket} people={begun} onStop={onStop} />;
  if (newer.length > 0) return null;
  const { lease } = presence;
  if (lease?.taken_from === me && lease.person !== me && !answered.has(taken(lease)))
    return <TakenOver lease={lease} />;
  if (lease && lease.person !== me) return <Leased ticket={ticket} lease={lease} />;
  const also = replying(others(presence, me)).filter((one) => one.person !== lease?.person);
  return also.length > 0 ? <Also people={also.map((one) => one.person)} /> : null;
}

const taken = (lease: Lease) => `lease/${lease.since}`;

function Bar({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className={classes.bar} aria-label={label}>
      <IconMessageReply size={15} stroke={1.8} />
      {children}
    </section>
  );
}

/** The reply is in a colleague's hands: it can be taken over, never is it blocked. */
function Leased({ ticket, lease }: { ticket: Ticket; lease: Lease }) {
  const { t } = useLingui();
  const names = useNames();
  const socket = useSocket();
  const navigate = useNavigate();
  const { id, number } = ticket;
  const [awaited, setAwaited] = useState(() => isAwaited(id, lease.person));
  const name = names(lease.person);
  const since = lasting(lease.since, serverNow());

  function wait(): void {
    if (!socket) return;
    const open = () =>
      void navigate({ to: '/tickets/$number', params: { number: String(number) }, search: parseSearch });
    whenDone(socket, id, lease.person, () => {
      const text = t`${name} writes no reply to #${number} any more`;
      news(text, `#${number}`, open);
      if (document.visibilityState === 'hidden') showDesktop(text, `done-${id}`, open);
    });
    setAwaited(true);
  }

  return (
    <Bar label={t`${name} is writing a reply`}>
      <span>
        <Trans>
          {name} is writing a reply ({since})
        </Trans>
      </span>
      <button type="button" onClick={() => socket?.say({ type: 'take_lease', ticket: id })}>
        <Trans>Take over the reply</Trans>
      </button>
      {awaited ? (
        <em>
          <Trans>You will be told when it is done</Trans>
        </em>
      ) : (
        <button type="button" onClick={wait}>
          <Trans>Tell me when it is done</Trans>
        </button>
      )}
    </Bar>
  );
}

function TakenOver({ lease }: { lease: Lease }) {
  const { t } = useLingui();
  const name = useNames()(lease.person);
  return (
    <Bar label={t`${name} took over the reply`}>
      <span role="alert">
        <Trans>{name} took over the reply. What you have written is kept.</Trans>
      </span>
      <button type="button" onClick={() => mark('answered', [taken(lease)])}>
        <Trans>OK</Trans>
      </button>
    </Bar>
  );
}

function Also({ people }: { people: string[] }) {
  const { t } = useLingui();
  const names = list(people.map(useNames()));
  return (
    <Bar label={t`${names} also with a reply`}>
      <span>
        <Trans>Also with an open reply: {names}</Trans>
      </span>
    </Bar>
  );
}

interface NewcomersProps {
  ticket: Ticket;
  people: ReturnType<typeof newcomers>;
  onStop: () => void;
}

/** The one who wrote first hears who began beside them, once for each. */
function Newcomers({ ticket, people, onStop }: NewcomersProps) {
  const { t } = useLingui();
  const socket = useSocket();
  const called = useNames();
  const names = list(people.map((one) => called(one.person)));
  const at = time(people.at(-1)?.reply_since ?? people[0]?.since ?? '');
  const answer = () => mark('answered', people.map(episode));
  return (
    <section className={classes.prompt} aria-label={t`Somebody else replies too`}>
      <p role="alert">
        <Trans>
          {names} also began to reply at {at}. Do you want to go on writing?
        </Trans>
      </p>
      <div>
        <button type="button" data-primary onClick={answer}>
          <Trans>Go on</Trans>
        </button>
        <button
          type="button"
          onClick={() => {
            answer();
            socket?.say({ type: 'gave_way', ticket: ticket.id });
            onStop();
          }}
        >
          <Trans>Stop and keep my draft</Trans>
        </button>
      </div>
    </section>
  );
}
