import { ApiError, isCode, Unreachable } from '~/api/client';
import { discardDraft, editTicket, postMessage, saveDraft } from '~/api/tickets';
import type {
  Blocker,
  Changes,
  Draft,
  DraftContent,
  DraftKind,
  EndedDraft,
  Id,
  Message,
  NewMessage,
  Ticket,
} from '~/api/types';
import {
  contentOf,
  type DraftAction,
  type DraftState,
  emptyDraft,
  hasChanges,
  hasContent,
  isDirty,
  joined,
  reduce,
} from './draft';
import { Net } from './net';
import { messageOf, plain } from './outgoing';

const quiet = 1_000;
const patience = 5_000;
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000];

const freshId = () => crypto.randomUUID();
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** One draft of one conversation: its text lives here and not in a component, so that no re-render can touch it. */
export class DraftSession {
  readonly number: number;
  readonly kind: DraftKind;
  /** A further conversation; without one, the ticket's first. */
  readonly conversation: Id | null;
  private state: DraftState = emptyDraft(freshId());
  private readonly listeners = new Set<() => void>();
  private readonly net: Net;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private firstUnsaved: number | null = null;
  private saving: Promise<void> | null = null;
  private loaded = false;
  /** The next save takes the place of a text that has to stay among the versions. */
  private keepNext = false;
  /** Names of what was written here before: an answer that is late must not bring it back. */
  private readonly former = new Set<string>();
  private cancelled = false;

  constructor(owner: Id, number: number, kind: DraftKind, conversation: Id | null = null) {
    this.number = number;
    this.kind = kind;
    this.conversation = conversation;
    this.net = new Net(owner, number, kind, conversation);
  }

  readonly get = (): DraftState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private dispatch(action: DraftAction): void {
    this.state = reduce(this.state, action);
    for (const listener of this.listeners) listener();
  }

  /** Whether what the server keeps is here by now. */
  get known(): boolean {
    return this.loaded;
  }

  /** What the server keeps, or what this device kept because the server never heard of it. */
  load(remote: Draft | null): void {
    if (this.loaded) return;
    this.loaded = true;
    const local = this.net.read();
    const newer =
      local &&
      (hasContent(local.content) || hasChanges(contentOf(local.content))) &&
      (!remote || Date.parse(remote.updated_at) < local.at);
    if (hasContent(this.state.content)) return;
    if (newer) {
      const revision = remote?.revision ?? 0;
      this.dispatch({
        type: 'loaded',
        draft: contentOf(local.content),
        revision,
        savedAt: null,
        unsaved: true,
      });
      this.schedule();
    } else if (remote) {
      this.dispatch({
        type: 'loaded',
        draft: remote,
        revision: remote.revision,
        savedAt: remote.updated_at,
        unsaved: false,
      });
    }
  }

  /**
   * What the server knows of the drafts here by now. What is being written in this tab is never touched: only an empty
   * place takes a text, and only a text without a new letter goes when a colleague has it.
   */
  hear(remote: Draft | null, ended: readonly EndedDraft[]): void {
    if (!this.loaded) {
      this.load(remote);
      return;
    }
    if (this.saving) {
      void this.saving.then(() => this.hear(remote, ended));
      return;
    }
    const { content, stage, foreign, revision } = this.state;
    if (stage !== 'writing') return;
    if (remote) {
      if (remote.client_id === content.client_id || this.former.has(remote.client_id)) return;
      if (!hasContent(content) && !hasChanges(content)) this.accept(remote);
      else if (foreign?.revision !== remote.revision) this.dispatch({ type: 'foreign', draft: remote });
      return;
    }
    const end = ended.find((one) => one.kind === this.kind && one.client_id === content.client_id);
    if (end && (revision > 0 || isDirty(this.state))) this.endedBy(end);
  }

  private endedBy({ ended, ended_by, at }: EndedDraft): void {
    const { content, savedAt } = this.state;
    const kept = isDirty(this.state) || (savedAt !== null && Date.parse(savedAt) > Date.parse(at));
    if (ended === 'taken_over') {
      this.former.add(content.client_id);
      this.dispatch({ type: 'taken', by: ended_by?.name ?? '', clientId: freshId(), kept });
      if (kept) this.kept();
    } else if (!kept && ended !== 'replaced') {
      this.former.add(content.client_id);
      this.dispatch({ type: 'cleared', clientId: freshId() });
    }
    if (!kept) this.net.clear();
  }

  private accept(draft: Draft): void {
    this.dispatch({
      type: 'loaded',
      draft,
      revision: draft.revision,
      savedAt: draft.updated_at,
      unsaved: false,
    });
    this.net.clear();
  }

  /** A colleague's text that one goes on with; what stood here comes after it. */
  takeOver(draft: Draft): void {
    const before = this.state.content;
    this.loaded = true;
    if (this.timer) clearTimeout(this.timer);
    this.former.add(before.client_id);
    this.accept(draft);
    const body_html = joined(draft.body_html, before.body_html);
    if (body_html !== draft.body_html || before.attachments.length > 0)
      this.replace({ body_html, attachments: [...draft.attachments, ...before.attachments] });
  }

  readTaken(): void {
    this.dispatch({ type: 'taken-read' });
  }

  edit(change: Partial<DraftContent>): void {
    this.dispatch({ type: 'edited', change });
    this.kept();
  }

  /** Text from outside: given back by undo, taken over from a colleague, edited in the review. */
  replace(change: Partial<DraftContent>): void {
    this.dispatch({ type: 'replaced', change });
    this.kept();
  }

  giveBack(draft: Partial<DraftContent>): void {
    this.loaded = true;
    const body_html = joined(draft.body_html ?? '', this.state.content.body_html);
    this.former.add(this.state.content.client_id);
    this.replace(contentOf({ ...this.state.content, ...draft, body_html }));
    void this.flush();
  }

  /**
   * Opens the reply: what the agent has seen of the ticket is pinned now, and live updates never move it. While nothing
   * is written yet, opening again pins again.
   */
  begin(seen: number, defaults: Pick<DraftContent, 'to' | 'cc' | 'status'>): void {
    const { content } = this.state;
    if (hasContent(content)) {
      if (content.seen === 0) this.dispatch({ type: 'prepared', change: { seen } });
      return;
    }
    const untouched = content.to.length + content.cc.length === 0;
    const { to, cc, status } = defaults;
    const change = { seen, to: plain(to), cc: plain(cc), status };
    this.dispatch({ type: 'prepared', change: untouched ? change : { seen } });
  }

  private kept(): void {
    this.net.write(this.state.content);
    this.schedule();
  }

  private schedule(): void {
    this.firstUnsaved ??= Date.now();
    if (this.timer) clearTimeout(this.timer);
    const due = Math.min(quiet, Math.max(0, this.firstUnsaved + patience - Date.now()));
    this.timer = setTimeout(() => void this.flush(), due);
  }

  /** Writes what is unsaved. Two saves never overlap, since each builds on the revision of the one before. */
  async flush(leaving = false): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.saving && !leaving) await this.saving;
    if (!isDirty(this.state) || this.state.foreign) return;
    this.firstUnsaved = null;
    this.saving = this.save(leaving).finally(() => {
      this.saving = null;
    });
    await this.saving;
  }

  private async save(leaving: boolean): Promise<void> {
    const { content, revision, edits } = this.state;
    this.dispatch({ type: 'save' });
    try {
      if (hasContent(content) || hasChanges(content)) {
        const answer = await saveDraft(this, content, revision, { keepalive: leaving, keep: this.keepNext });
        this.keepNext = false;
        this.dispatch({ type: 'saved', revision: answer.revision, at: answer.updated_at, edits });
      } else {
        if (revision > 0) await discardDraft(this);
        this.dispatch({ type: 'saved', revision: 0, at: new Date().toISOString(), edits });
      }
      if (!isDirty(this.state)) this.net.clear();
    } catch (error) {
      this.saveFailed(error);
    }
    if (this.state.phase === 'typing' && !this.state.foreign) this.schedule();
  }

  private saveFailed(error: unknown): void {
    const other = isCode(error, 'draft.conflict') ? error.problem.draft : undefined;
    if (!other) {
      const refused = error instanceof ApiError && error.problem.status < 500;
      this.dispatch({ type: 'unsaved', refused });
      // The text is on this device. Silence is asked again with patience, a refusal only with another text.
      if (!refused) this.timer = setTimeout(() => void this.flush(), patience);
    } else if (other.body_html === this.state.content.body_html) {
      this.dispatch({
        type: 'saved',
        revision: other.revision,
        at: other.updated_at,
        edits: this.state.edits,
      });
    } else {
      this.dispatch({ type: 'foreign', draft: other });
    }
  }

  /** This text counts; the other one stays among the versions. */
  keepMine(): void {
    this.keepNext = true;
    this.dispatch({ type: 'keep-mine' });
    void this.flush();
  }

  /** Both count, this one first. */
  keepBoth(): void {
    const other = this.state.foreign;
    if (!other) return;
    const { content } = this.state;
    const known = new Set(content.attachments.map((file) => file.id));
    const attachments = [...content.attachments, ...other.attachments.filter((file) => !known.has(file.id))];
    this.keepMine();
    this.replace({ body_html: `${content.body_html}${other.body_html}`, attachments });
  }

  /** The other text counts; this one is saved before it goes, so that it stays among the versions. Raises when it is not. */
  async takeForeign(): Promise<void> {
    const other = this.state.foreign;
    if (!other) return;
    const { content } = this.state;
    const answer = await saveDraft(this, content, other.revision, { keep: true });
    if (content.client_id !== other.client_id) this.former.add(content.client_id);
    this.dispatch({
      type: 'loaded',
      draft: other,
      revision: answer.revision,
      savedAt: answer.updated_at,
      unsaved: true,
    });
    this.keepNext = true;
    await this.flush();
  }

  /**
   * Sends the text. Silence is answered by asking again with the same client id, so that the customer gets one mail
   * whatever the network does. Resolves with the message, or null when the agent has to decide something.
   */
  async send<Sent = Message>(
    status: string | null,
    acknowledge: Id[] = [],
    post: (number: number, message: NewMessage) => Promise<Sent> = postMessage as never,
  ): Promise<Sent | null> {
    this.cancelled = false;
    if (this.timer) clearTimeout(this.timer);
    if (this.saving) await this.saving;
    this.dispatch({ type: 'send' });
    const { content } = this.state;
    const message = messageOf(this, content, status, acknowledge);
    for (let attempt = 0; !this.cancelled; attempt += 1) {
      try {
        const sent = await post(this.number, message);
        await this.clear();
        return sent;
      } catch (error) {
        if (!(await this.worthRepeating(error, attempt))) return null;
      }
    }
    return null;
  }

  /** The agent looks at what they have not seen before anything is sent. */
  review(blockers: Blocker[]): void {
    this.dispatch({ type: 'blocked', blockers });
  }

  /** Sets the waiting fields by themselves, without a message. Resolves with the ticket, or null when it was refused. */
  async applyChanges(): Promise<Ticket | null> {
    if (this.timer) clearTimeout(this.timer);
    if (this.saving) await this.saving;
    this.dispatch({ type: 'send' });
    try {
      const fresh = await editTicket(this.number, this.state.content.changes as Changes);
      await this.clear();
      return fresh;
    } catch (error) {
      this.dispatch({ type: 'refused', error });
      return null;
    }
  }

  private async worthRepeating(error: unknown, attempt: number): Promise<boolean> {
    if (this.cancelled) return false;
    const busy = error instanceof ApiError && [429, 503].includes(error.problem.status);
    if (error instanceof Unreachable || busy) {
      this.dispatch({ type: 'unanswered' });
      const pause = pauses[Math.min(attempt, pauses.length - 1)] ?? quiet;
      await wait(busy ? Math.max(pause, (error.retryAfter ?? 0) * 1000) : pause);
      return !this.cancelled;
    }
    if (isCode(error, 'ticket.moved_on'))
      this.dispatch({ type: 'blocked', blockers: error.problem.events ?? [] });
    else this.dispatch({ type: 'refused', error });
    return false;
  }

  /** Stops asking. The text may have arrived after all: as a new message it meets the fence and not a blind repeat. */
  stop(): void {
    this.cancelled = true;
    this.former.add(this.state.content.client_id);
    this.dispatch({ type: 'back', clientId: freshId() });
    this.schedule();
  }

  keepEditing(): void {
    this.dispatch({ type: 'back', clientId: null });
  }

  /**
   * Sees to it that the present text is among the earlier versions before another takes its place: a discarded draft
   * always becomes one, a changed draft only now and then. Raises when the server does not keep it.
   */
  async keepAsVersion(): Promise<void> {
    await this.flush();
    if (isDirty(this.state)) throw new Unreachable();
    if (this.state.revision === 0) return;
    await discardDraft(this, true);
    const { savedAt, edits } = this.state;
    this.dispatch({ type: 'saved', revision: 0, at: savedAt ?? new Date().toISOString(), edits });
  }

  /** Away with it, here and on the server, where it can be recovered for thirty days. */
  async clear(): Promise<void> {
    this.firstUnsaved = null;
    const had = this.state.revision > 0;
    this.former.add(this.state.content.client_id);
    this.dispatch({ type: 'cleared', clientId: freshId() });
    this.net.clear();
    if (had) await discardDraft(this).catch(() => undefined);
  }
}
