import { Trans, useLingui } from '@lingui/react/macro';
import { IconLock, IconMessageReply } from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { Keys } from '~/actions/Keys';
import { useOffer } from '~/actions/offered';
import { useShortcut } from '~/actions/useShortcut';
import { type Macro, type PreparedMacro, prepareMacro } from '~/api/macros';
import { meQuery } from '~/api/session';
import { draftsQuery } from '~/api/tickets';
import type { Conversation, DraftKind, Id, Message, Ticket } from '~/api/types';
import { Bars, PlacePrompts, ReplyPrompt, useCollisionOn } from '~/features/presence/lazy';
import { between, tellEditors, useNoteFirst } from '~/features/presence/signals';
import { useWords } from '~/ui/Failure';
import { complain } from '~/ui/notify';
import { useLayout } from '~/ui/useLayout';
import { ComposerCard } from './ComposerCard';
import classes from './composer.module.css';
import { hasChanges, hasContent } from './draft';
import { draftSession, flushAll } from './sessions';
import { useDraft } from './useDraft';
import { useSavedDraft } from './useSavedDraft';

const OtherDrafts = lazy(() => import('./OtherDrafts'));
const MacroChooser = lazy(() => import('../macros/MacroChooser'));

interface Props {
  ticket: Ticket;
  messages: Message[];
  /** The further conversation that is written in; without one, the first, which takes replies and notes. */
  further?: Conversation | undefined;
}

/** The draft kind that a conversation takes. */
const writtenAs = { customer: 'reply', internal: 'note' } as const;

/** Two tabs, two drafts. Closed it is one line; opened it keeps its text whatever happens around it. */
export function Composer({ ticket, messages, further }: Props) {
  const { t } = useLingui();
  const place = further?.id ?? null;
  const only = further && writtenAs[further.kind];
  const { data: me } = useSuspenseQuery(meQuery);
  const drafts = useQuery(draftsQuery(ticket.number));
  const sessions = useMemo(
    () => ({
      reply: draftSession(me.id, ticket.number, 'reply', place),
      note: draftSession(me.id, ticket.number, 'note', place),
    }),
    [me.id, ticket.number, place],
  );
  const drafted = { reply: useDraft(sessions.reply).content, note: useDraft(sessions.note).content };
  useSavedDraft(sessions.reply);
  useSavedDraft(sessions.note);
  const written = {
    reply: hasContent(drafted.reply) || hasChanges(drafted.reply),
    note: hasContent(drafted.note) || hasChanges(drafted.note),
  };
  // On a phone the composer covers the conversation, so it never opens by itself.
  const phone = useLayout() === 'phone';
  // A conversation that has just been started waits for its first words.
  const begun = messages.some((message) => message.conversation_id === place);
  const [chosen, setChosen] = useState<DraftKind | 'closed' | null>(only && !begun && !phone ? only : null);
  const [focus, setFocus] = useState(0);
  const mayReply = only !== 'note' && (ticket.abilities.reply?.allowed ?? false);
  const mayNote = only !== 'reply' && (ticket.abilities.note?.allowed ?? false);
  const waiting: DraftKind | null = written.reply ? 'reply' : written.note ? 'note' : null;
  const kind = chosen === 'closed' ? null : (chosen ?? (phone ? null : waiting));
  const colleagues = useCollisionOn();
  const noteFirst = useNoteFirst();
  // What is to be opened once it is clear that two replies are wanted.
  const [asked, setAsked] = useState<{ then: (() => void) | undefined } | null>(null);
  const replyOpen = kind === 'reply' || (kind === 'note' && written.reply);
  useEffect(() => tellEditors({ reply: replyOpen, note: kind === 'note' }), [replyOpen, kind]);
  useEffect(() => () => tellEditors({ reply: false, note: false }), []);

  const mine = drafts.data?.mine;
  const ended = drafts.data?.ended;
  const here = (one: { conversation_id: Id | null }) => one.conversation_id === place;
  const others = drafts.data?.others.filter(here) ?? [];
  // What a device keeps for reading offline may be of an earlier version, which knew of no requests.
  const requested = mine?.filter((one) => here(one) && (one.requests ?? []).length > 0) ?? [];
  useEffect(() => {
    // Without an answer (or with a refusal) this device's copy still counts.
    if (!mine && !drafts.isError) return;
    for (const name of ['reply', 'note'] as const) {
      const found = mine?.find((draft) => draft.kind === name && draft.conversation_id === place);
      if (mine) sessions[name].hear(found ?? null, ended ?? []);
      else sessions[name].load(null);
    }
  }, [mine, ended, drafts.isError, sessions, place]);

  useEffect(() => {
    const onHide = () => document.visibilityState === 'hidden' && flushAll();
    document.addEventListener('visibilitychange', onHide);
    window.addEventListener('pagehide', flushAll);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      window.removeEventListener('pagehide', flushAll);
      void sessions.reply.flush();
      void sessions.note.flush();
    };
  }, [sessions]);

  function open(next: DraftKind, then?: () => void): void {
    if (next === 'reply' ? !mayReply : !mayNote) return;
    if (next === 'reply' && kind !== 'reply' && between.mustAsk?.()) setAsked({ then });
    else begin(next, then);
  }

  function begin(next: DraftKind, then?: () => void): void {
    setAsked(null);
    if (kind && kind !== next) void sessions[kind].flush();
    setChosen(next);
    setFocus((count) => count + 1);
    then?.();
  }
  const words = useWords();
  const [choosing, setChoosing] = useState(false);
  const [prepared, setPrepared] = useState<PreparedMacro | null>(null);
  const mayWrite = mayReply || mayNote;
  useShortcut('macro', () => setChoosing(true), mayWrite);

  async function choose(macro: Macro): Promise<void> {
    setChoosing(false);
    try {
      const found = await prepareMacro(ticket.number, macro.id);
      const wanted: DraftKind | null =
        found.visibility === null ? kind : found.visibility === 'public' ? 'reply' : 'note';
      if (only && wanted && wanted !== only) {
        complain(
          only === 'note'
            ? t`This macro writes to the customer, and this conversation is internal.`
            : t`This macro writes an internal note, and this conversation is with the customer.`,
        );
        return;
      }
      open(wanted ?? (mayReply && !(noteFirst && mayNote) ? 'reply' : 'note'), () => setPrepared(found));
    } catch (error) {
      complain(words(error));
    }
  }

  useOffer('macro', mayWrite ? (macro) => void choose(macro) : undefined);
  useShortcut('reply', () => open('reply'));
  useShortcut('note', () => open('note'));

  const beside = colleagues ? (
    <Suspense>
      {phone && kind ? <PlacePrompts ticket={ticket} /> : null}
      {asked ? (
        <ReplyPrompt
          ticket={ticket}
          mayNote={mayNote}
          onContinue={() => begin('reply', asked.then)}
          onNote={() => begin('note')}
          onCancel={() => setAsked(null)}
        />
      ) : null}
      <Bars
        ticket={ticket}
        kind={kind}
        session={sessions.reply}
        messages={messages}
        onStop={() => {
          void sessions.reply.flush();
          setChosen('closed');
        }}
      />
    </Suspense>
  ) : null;

  return (
    <div className={classes.composer}>
      {others.length > 0 || requested.length > 0 ? (
        <Suspense>
          <OtherDrafts mine={requested} others={others} ticket={ticket} session={sessions} onTaken={begin} />
        </Suspense>
      ) : null}
      {kind ? null : beside}
      {kind ? (
        <ComposerCard
          key={kind}
          beside={beside}
          kind={kind}
          further={further}
          ticket={ticket}
          messages={messages}
          session={sessions[kind]}
          focus={focus}
          written={written}
          sheet={phone}
          macro={prepared}
          onMacroTaken={() => setPrepared(null)}
          onMacro={() => setChoosing(true)}
          onKind={open}
          onClose={() => setChosen(null)}
        />
      ) : asked ? null : (
        <Closed
          ticket={ticket}
          further={further}
          written={written}
          phone={phone}
          noteFirst={noteFirst && mayNote}
          onOpen={open}
        />
      )}
      {choosing ? (
        <Suspense>
          <MacroChooser onChoose={(macro) => void choose(macro)} onClose={() => setChoosing(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}

interface ClosedProps {
  ticket: Ticket;
  further: Conversation | undefined;
  written: Record<DraftKind, boolean>;
  phone: boolean;
  /** A colleague writes the reply. */
  noteFirst: boolean;
  onOpen: (kind: DraftKind) => void;
}

function Closed({ ticket, further, written, phone, noteFirst, onOpen }: ClosedProps) {
  const { t } = useLingui();
  const { reply, note } = ticket.abilities;
  const title = further?.title ?? '';
  if (further?.kind === 'internal') {
    return (
      <section className={classes.closed} aria-label={t`Answer`}>
        <button
          type="button"
          className={classes.begin}
          data-kind="note"
          data-alone
          disabled={!note?.allowed}
          title={note?.reason ?? undefined}
          onClick={() => onOpen('note')}
        >
          <IconLock size={16} stroke={1.6} />
          <span>{written.note ? t`Go on writing in “${title}”` : t`Write to colleagues in “${title}”`}</span>
          {phone || !note?.allowed ? null : <Keys of="note" />}
        </button>
      </section>
    );
  }
  return (
    <section
      className={classes.closed}
      data-note-first={(noteFirst && !further) || undefined}
      aria-label={t`Answer`}
    >
      <button
        type="button"
        className={classes.begin}
        disabled={!reply?.allowed}
        title={reply?.reason ?? undefined}
        aria-label={
          written.reply
            ? t`Go on with the reply`
            : further
              ? t`Reply to the customer in “${title}”`
              : t`Reply`
        }
        onClick={() => onOpen('reply')}
      >
        <IconMessageReply size={16} stroke={1.6} />
        <span>
          {reply?.allowed === false && reply.reason ? (
            reply.reason
          ) : written.reply ? (
            <Trans>Go on with the reply</Trans>
          ) : further ? (
            t`Reply to the customer in “${title}”`
          ) : (
            <Trans>Reply</Trans>
          )}
        </span>
        {phone || !reply?.allowed ? null : <Keys of="reply" />}
      </button>
      {further ? null : (
        <button
          type="button"
          className={classes.begin}
          data-kind="note"
          disabled={!note?.allowed}
          title={note?.reason ?? undefined}
          aria-label={written.note ? t`Internal note, has a draft` : t`Internal note`}
          onClick={() => onOpen('note')}
        >
          <IconLock size={16} stroke={1.6} />
          <span>
            <Trans>Internal note</Trans>
          </span>
          {written.note ? <i className={classes.mark} /> : null}
          {phone || !note?.allowed ? null : <Keys of="note" />}
        </button>
      )}
    </section>
  );
}
