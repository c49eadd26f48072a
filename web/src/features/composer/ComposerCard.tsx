import { Trans, useLingui } from '@lingui/react/macro';
import { ActionIcon, Button, FileButton, Tooltip } from '@mantine/core';
import { IconBolt, IconChevronDown, IconPaperclip } from '@tabler/icons-react';
import type { Editor as Core } from '@tiptap/react';
import { type CSSProperties, lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { Hint } from '~/actions/Keys';
import { useShortcut } from '~/actions/useShortcut';
import type { PreparedMacro } from '~/api/macros';
import type { Conversation, DraftKind, Instant, Message, Ticket } from '~/api/types';
import { ConversationName } from '~/features/ticket/conversations/ConversationName';
import { useStatuses } from '~/features/ticket/useStatuses';
import { CardMenu } from './CardMenu';
import classes from './composer.module.css';
import { DraftBars } from './DraftBars';
import { hasChanges, hasContent, underWay } from './draft';
import { Editor } from './Editor';
import { type Leaving, useGuard } from './guard/useGuard';
import { ModeTabs } from './ModeTabs';
import { Readers } from './Readers';
import { Recipients } from './Recipients';
import { SaveState } from './SaveState';
import { offeredOnSend, SendButton } from './SendButton';
import type { DraftSession } from './session';
import { Toolbar } from './Toolbar';
import { Tray } from './Tray';
import { type AfterSend, useAfterSend } from './useAfterSend';
import { useDraft } from './useDraft';
import { useNewer } from './useNewer';
import { useNoteEditor } from './useNoteEditor';
import { useSeenHeight } from './useSeenHeight';
import { useSending } from './useSending';
import { useUploads } from './useUploads';

// Loaded as soon as somebody writes: when it is needed, the network may be away.
const loadReview = () => import('./ReviewDialog');
const ReviewDialog = lazy(loadReview);
const LaterDialog = lazy(() => import('./LaterDialog'));
const PendingFields = lazy(() => import('./PendingFields'));

interface Props {
  kind: DraftKind;
  /** What colleagues mean for it, above the text. */
  beside: ReactNode;
  /** The further conversation that it writes in. */
  further: Conversation | undefined;
  ticket: Ticket;
  messages: Message[];
  session: DraftSession;
  /** Counts the wishes to write: each one brings the caret here. */
  focus: number;
  written: Record<DraftKind, boolean>;
  /** Covers the whole screen, as on a phone. */
  sheet: boolean;
  /** A macro that was chosen and is not taken over yet. */
  macro: PreparedMacro | null;
  onMacroTaken: () => void;
  onMacro: () => void;
  onKind: (kind: DraftKind) => void;
  onClose: () => void;
}

export function ComposerCard(props: Props) {
  const {
    kind,
    beside,
    further,
    ticket,
    messages,
    session,
    focus,
    written,
    sheet,
    macro,
    onMacroTaken,
    onMacro,
    onKind,
    onClose,
  } = props;
  const { t } = useLingui();
  const state = useDraft(session);
  const [editor, setEditor] = useState<Core | null>(null);
  const uploads = useUploads(session, (picture) =>
    editor
      ?.chain()
      .focus()
      .insertContent({ type: 'picture', attrs: { src: picture.url, alt: picture.name } })
      .run(),
  );
  const statuses = useStatuses();
  const usual = statuses.setByReply(ticket.department.id);
  const waiting = state.content.changes.status?.mine as string | undefined;
  const offered = offeredOnSend(statuses.of(ticket.department.id), waiting ?? usual);
  const goOn = useAfterSend(ticket.number);
  const wish = useRef<AfterSend | undefined>(undefined);
  const { send, apply, problem, dismiss } = useSending(
    session,
    ticket,
    () => {
      onClose();
      goOn(wish.current);
      wish.current = undefined;
    },
    (told) => guard.tell(told),
  );
  const NoteEditor = useNoteEditor(kind === 'note');
  const busy = underWay(state);
  const height = useSeenHeight(sheet);
  const newer = useNewer(ticket, messages, kind === 'reply' ? state.content.seen : 0);

  useEffect(() => {
    if (focus > 0) editor?.commands.focus('end');
  }, [editor, focus]);

  useEffect(() => {
    void loadReview().catch(() => undefined);
  }, []);

  function begin(): void {
    const { requester, cc } = ticket;
    session.begin(ticket.seq, {
      to: [{ name: requester.name, email: requester.email }],
      cc: cc.map(({ name, email }) => ({ name, email })),
      status: kind === 'reply' && offered.some((one) => one.slug === usual) ? usual : null,
    });
  }

  function chooseStatus(status: string | null): void {
    const { status: _waiting, ...changes } = state.content.changes;
    session.edit({ status, changes });
  }

  const [asksWhen, setAsksWhen] = useState(false);
  /** For when it was meant: the review in between changes nothing about that. */
  const then = useRef<Instant | undefined>(undefined);

  function trySend(solve = false, at?: Instant): void {
    then.current = at;
    if (uploads.pending.some((file) => file.error === null)) return;
    if (onlyFields) {
      wish.current = undefined;
      void apply();
      return;
    }
    guard.pass({ solve, acknowledge: null, at });
  }

  /** What was wished for before the review still counts after it. */
  function leave({ solve, acknowledge, at }: Leaving): void {
    if (!acknowledge || solve) wish.current = solve ? 'next' : undefined;
    const solved = statuses.of(ticket.department.id).find((one) => one.group === 'closed' && !one.final);
    const chosen = waiting ?? state.content.status;
    const status = solve && solved && kind === 'reply' ? solved.slug : chosen;
    if (status !== chosen) chooseStatus(status);
    void send(status, acknowledge ?? [], at);
  }
  const guard = useGuard(session, ticket, messages, leave);
  const [toRecipients, setToRecipients] = useState(0);

  const card = useRef<HTMLElement>(null);
  // From anywhere in the composer; elsewhere the key stays the browser's.
  function sendHere(solve: boolean): boolean {
    if (busy || !card.current?.contains(document.activeElement)) return false;
    trySend(solve);
    return true;
  }
  useShortcut('send', () => sendHere(false));
  useShortcut('send-solve', () => sendHere(true));

  const [skipped, setSkipped] = useState<string[]>([]);
  const onlyFields = hasChanges(state.content) && !hasContent(state.content);
  const take = useRef(onMacroTaken);
  useEffect(() => {
    take.current = onMacroTaken;
  });
  useEffect(() => {
    if (!macro || !editor) return;
    take.current();
    setSkipped(macro.skipped);
    const changes = { ...session.get().content.changes, ...macro.changes };
    if (Object.keys(macro.changes).length > 0) session.edit({ changes });
    // At the caret and beside what is selected: nothing typed is replaced.
    editor.chain().focus().setTextSelection(editor.state.selection.to).run();
    if (macro.body_html) editor.chain().insertContent(macro.body_html).scrollIntoView().run();
  }, [macro, editor, session]);

  const writing = {
    session,
    readOnly: busy,
    onReady: setEditor,
    onFiles: uploads.add,
    onSend: trySend,
    onMacro,
  };

  return (
    <section
      ref={card}
      className={classes.card}
      data-composer
      data-pane="[contenteditable]"
      data-kind={kind}
      {...(sheet ? { role: 'dialog', 'aria-modal': true } : {})}
      style={{ '--seen-height': height === null ? undefined : `${height}px` } as CSSProperties}
      aria-label={further ? t`Message in “${further.title}”` : kind === 'reply' ? t`Reply` : t`Internal note`}
      onFocusCapture={begin}
    >
      <div className={classes.top}>
        {further ? (
          <ConversationName conversation={further} />
        ) : (
          <ModeTabs kind={kind} ticket={ticket} written={written} onKind={onKind} />
        )}
        <span className={classes.topEnd}>
          {busy ? null : <CardMenu session={session} editor={editor} />}
          {hasContent(state.content) && !sheet ? null : (
            <Tooltip label={t`Fold the composer`}>
              <ActionIcon aria-label={t`Fold the composer`} onClick={onClose}>
                <IconChevronDown size={16} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          )}
        </span>
      </div>
      {beside}
      <DraftBars session={session} newer={newer} problem={problem} onDismiss={dismiss} />
      {hasChanges(state.content) || skipped.length > 0 ? (
        <Suspense>
          <PendingFields session={session} skipped={skipped} disabled={busy} onSeen={() => setSkipped([])} />
        </Suspense>
      ) : null}
      {kind === 'reply' ? (
        <Editor {...writing} label={t`Text of the reply`} placeholder={t`Write to the customer…`} />
      ) : NoteEditor ? (
        <NoteEditor
          {...writing}
          ticket={ticket}
          label={t`Text of the internal note`}
          placeholder={t`Write for your colleagues, @ names one…`}
        />
      ) : (
        <div className={classes.editor} />
      )}
      {kind === 'reply' ? <Recipients session={session} wanted={toRecipients} /> : null}
      <Readers kind={kind} ticket={ticket} />
      <Tray
        files={state.content.attachments}
        pending={uploads.pending}
        disabled={busy}
        onRemove={uploads.remove}
      />
      <footer className={classes.bottom}>
        {editor ? <Toolbar editor={editor} disabled={busy} /> : null}
        <FileButton multiple onChange={(files) => uploads.add(files, false)}>
          {(props) => (
            <Tooltip label={t`Attach files`}>
              <ActionIcon {...props} aria-label={t`Attach files`} disabled={busy}>
                <IconPaperclip size={16} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          )}
        </FileButton>
        <Tooltip label={<Hint name={t`Macro`} of="macro" />}>
          <ActionIcon aria-label={t`Macro`} disabled={busy} onClick={onMacro}>
            <IconBolt size={16} stroke={1.6} />
          </ActionIcon>
        </Tooltip>
        <div className={classes.finish}>
          <SaveState state={state} />
          {state.stage === 'doubtful' ? (
            <Button variant="default" onClick={() => session.stop()}>
              <Trans>Stop</Trans>
            </Button>
          ) : null}
          {onlyFields ? (
            <Button loading={busy} onClick={() => trySend()}>
              <Trans>Apply changes</Trans>
            </Button>
          ) : kind === 'reply' ? (
            <SendButton
              ticket={ticket}
              offered={offered}
              chosen={waiting ?? state.content.status}
              review={newer.length > 0}
              busy={busy}
              onChoose={chooseStatus}
              onSend={() => trySend()}
              onLater={() => setAsksWhen(true)}
            />
          ) : (
            <Button className={classes.addNote} c="var(--note-bg)" loading={busy} onClick={() => trySend()}>
              {further ? <Trans>Send to colleagues</Trans> : <Trans>Add internal note</Trans>}
            </Button>
          )}
        </div>
      </footer>
      {state.stage === 'blocked' ? (
        <Suspense>
          <ReviewDialog
            session={session}
            ticket={ticket}
            send={(acknowledge) => guard.pass({ solve: false, acknowledge, at: then.current })}
            editor={editor}
          />
        </Suspense>
      ) : null}
      {asksWhen ? (
        <Suspense>
          <LaterDialog
            onClose={() => setAsksWhen(false)}
            onPick={(at) => {
              setAsksWhen(false);
              trySend(false, at);
            }}
          />
        </Suspense>
      ) : null}
      {guard.held && guard.Dialog ? (
        <guard.Dialog
          reasons={guard.held.reasons}
          isFirm={guard.isFirm}
          editor={editor}
          onFiles={(files) => uploads.add(files, false)}
          onRecipients={() => setToRecipients((count) => count + 1)}
          onChanged={guard.again}
          onSend={guard.anyway}
          onClose={guard.close}
        />
      ) : null}
    </section>
  );
}
