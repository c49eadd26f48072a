import { api } from '~/api/client';
import { type Pointer, parsePointer } from './pointers';

const pauses = [500, 1_000, 2_000, 4_000, 8_000, 15_000];
const beat = 20_000;
const silence = 45_000;
/** Milliseconds in which all that missed something ask for it. */
const spread = 2_000;

export interface SocketEvents {
  onPointer: (pointer: Pointer) => void;
  /** From now on nothing is missed; what was loaded before may be old and has to be asked for again. */
  onListening: () => void;
  onLink: (up: boolean) => void;
}

/** What the server says about a room, as far as its listener understands it. */
type Said = { type: string } & Record<string, unknown>;

/** One socket for this tab. It keeps the list of watched rooms and comes back by itself. */
export class LiveSocket {
  private readonly events: SocketEvents;
  private readonly rooms = new Map<string, number>();
  private readonly sets = new Map<string, readonly string[]>();
  private readonly listeners = new Map<string, Set<(said: Said) => void>>();
  private socket: WebSocket | null = null;
  private attempt = 0;
  private fresh = false;
  private closed = false;
  private heard = 0;
  private retry: ReturnType<typeof setTimeout> | null = null;
  private pulse: ReturnType<typeof setInterval> | null = null;

  constructor(events: SocketEvents) {
    this.events = events;
  }

  async open(): Promise<void> {
    if (this.closed) return;
    try {
      const { ticket, url } = await api.post<{ ticket: string; url: string }>('/realtime/ticket');
      if (this.closed) return;
      const address = new URL(url, window.location.href);
      address.protocol = address.protocol.replace('http', 'ws');
      address.searchParams.set('ticket', ticket);
      this.attach(new WebSocket(address));
    } catch {
      this.events.onLink(false);
      this.again();
    }
  }

  private attach(socket: WebSocket): void {
    this.socket = socket;
    socket.onmessage = (event) => {
      this.heard = Date.now();
      const pointer = parsePointer(String(event.data));
      if (pointer?.type === 'hello') this.greeted();
      if (pointer?.type === 'paused') this.events.onLink(false);
      if (pointer?.type === 'missed') this.missed();
      if (pointer) for (const heard of this.listeners.get(pointer.type) ?? []) heard(pointer as Said);
      if (pointer?.type === 'watching' && this.fresh) {
        this.fresh = false;
        this.link(true);
        this.events.onListening();
      }
      if (pointer) this.events.onPointer(pointer);
    };
    socket.onclose = (event) => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.stopPulse();
      this.events.onLink(false);
      this.link(false);
      // 4409: we were too slow to listen; 4401 lets the next request find out that nobody is signed in.
      if (event.code === 4409) this.attempt = 0;
      this.again();
    };
  }

  /** Everybody hears it at the same moment: they ask one after the other. */
  private missed(): void {
    setTimeout(() => {
      if (this.closed || !this.up) return;
      this.events.onLink(true);
      this.link(true);
      this.events.onListening();
    }, Math.random() * spread);
  }

  private greeted(): void {
    this.attempt = 0;
    this.fresh = true;
    this.watch();
    this.events.onLink(true);
    this.stopPulse();
    this.pulse = setInterval(() => {
      // A dead network often keeps the socket "open" for minutes; silence tells sooner.
      if (Date.now() - this.heard > silence) this.socket?.close();
      else this.say({ type: 'ping' });
    }, beat);
  }

  private again(): void {
    if (this.closed) return;
    const pause = pauses[Math.min(this.attempt, pauses.length - 1)] ?? 15_000;
    this.attempt += 1;
    if (this.retry) clearTimeout(this.retry);
    // Spread out, so that a restarted server is not met by everybody at once.
    this.retry = setTimeout(() => void this.open(), pause * (0.75 + Math.random() / 2));
  }

  get up(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  /** The network said it is back: do not wait for the pause to end. */
  hurry(): void {
    if (this.socket || this.closed) return;
    this.attempt = 0;
    if (this.retry) clearTimeout(this.retry);
    void this.open();
  }

  join(room: string): () => void {
    const before = this.rooms.get(room) ?? 0;
    this.rooms.set(room, before + 1);
    if (before === 0) this.watch();
    return () => {
      const left = (this.rooms.get(room) ?? 1) - 1;
      if (left > 0) {
        this.rooms.set(room, left);
        return;
      }
      this.rooms.delete(room);
      this.watch();
    };
  }

  /** Many rooms that come and go together, under one name: one word to the server however many change. */
  joinSet(name: string, rooms: readonly string[]): void {
    if (rooms.length > 0) this.sets.set(name, rooms);
    else this.sets.delete(name);
    this.watch();
  }

  private watch(): void {
    const all = new Set([...this.rooms.keys(), ...[...this.sets.values()].flat()]);
    this.say({ type: 'watch', rooms: [...all] });
  }

  /** Says something once; without a link nobody hears it. */
  say(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }

  /** Hears everything of one type, until the answer is called. `link` says whether the link is `up`. */
  listen(type: string, heard: (said: Said) => void): () => void {
    const all = this.listeners.get(type) ?? new Set();
    this.listeners.set(type, all.add(heard));
    return () => all.delete(heard);
  }

  private link(up: boolean): void {
    for (const heard of this.listeners.get('link') ?? []) heard({ type: 'link', up });
  }

  private stopPulse(): void {
    if (this.pulse) clearInterval(this.pulse);
    this.pulse = null;
  }

  close(): void {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
    this.stopPulse();
    // With a code: on purpose, which a broken connection is not.
    this.socket?.close(1000);
  }
}
