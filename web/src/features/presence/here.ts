import type { Here, Writing } from './wire';

/** Milliseconds. A key press counts as writing for six seconds, a field that nobody touches for thirty. */
const typing = 6_000;
const inField = 30_000;
const idle = 60_000;
const hiddenFor = 5_000;
const heartbeat = 10_000;
/** Writing is said at most this often, and said again while it lasts. */
const typingGap = 2_000;
const typingAgain = 4_000;

type Editors = Pick<Here, 'reply' | 'note'>;

/**
 * What this tab does on its ticket, and when that is to be said: at once when it changes, again as a heartbeat. It has no clock
 * of its own: whoever owns it tells it the time.
 */
export class HereTeller {
  private readonly say: (here: Here) => void;
  private touchedAt: number;
  private hiddenAt: number | null = null;
  private key: { kind: 'reply' | 'note'; at: number } | null = null;
  private field: { name: string; at: number } | null = null;
  private editors: Editors = { reply: false, note: false };
  private said: Here | null = null;
  private saidAt = 0;
  private typingSaidAt = Number.NEGATIVE_INFINITY;

  constructor(say: (here: Here) => void, now: number) {
    this.say = say;
    this.touchedAt = now;
  }

  touch(now: number): void {
    this.touchedAt = now;
    this.look(now);
  }

  typed(kind: 'reply' | 'note', now: number): void {
    this.key = { kind, at: now };
    this.touch(now);
  }

  /** A value is being changed in this field; null when it was left or saved. */
  inField(name: string | null, now: number): void {
    this.field = name === null ? null : { name, at: now };
    this.look(now);
  }

  hidden(hidden: boolean, now: number): void {
    this.hiddenAt = hidden ? (this.hiddenAt ?? now) : null;
    if (!hidden) this.touchedAt = now;
    this.look(now);
  }

  open(editors: Editors, now: number): void {
    this.editors = editors;
    // What was typed into an editor that is closed is not being written any more.
    if (this.key && !editors[this.key.kind]) this.key = null;
    this.look(now);
  }

  /** The link is new: whatever was said before, nobody knows it. */
  repeat(now: number): void {
    this.said = null;
    this.look(now);
  }

  /** Says it when it is due. Called after every event and once a second. */
  look(now: number): void {
    const here = this.at(now);
    if (!this.due(here, now)) return;
    if (here.writing !== (this.said?.writing ?? null) || this.keyAfter(this.saidAt)) this.typingSaidAt = now;
    this.said = here;
    this.saidAt = now;
    this.say(here);
  }

  private due(here: Here, now: number): boolean {
    const { said } = this;
    if (!said || now - this.saidAt >= heartbeat) return true;
    const still = { ...here, writing: said.writing, field: said.field };
    if (!same(still, said)) return true;
    const patient = now - this.typingSaidAt >= typingGap;
    if (here.writing !== said.writing || here.field !== said.field) return patient;
    return this.keyAfter(this.saidAt) && now - this.saidAt >= typingAgain;
  }

  private keyAfter(at: number): boolean {
    return this.key !== null && this.key.at > at;
  }

  private at(now: number): Here {
    const away = this.hiddenAt !== null && now - this.hiddenAt > hiddenFor;
    const looking = away ? 'elsewhere' : now - this.touchedAt >= idle ? 'idle' : 'viewing';
    const key = this.key && now - this.key.at < typing ? this.key.kind : null;
    const field = this.field && now - this.field.at < inField ? this.field.name : null;
    const writing: Writing | null = key ?? (field === null ? null : 'field');
    return { looking, writing, field: writing === 'field' ? field : null, ...this.editors };
  }
}

const same = (one: Here, other: Here): boolean =>
  one.looking === other.looking &&
  one.writing === other.writing &&
  one.field === other.field &&
  one.reply === other.reply &&
  one.note === other.note;
