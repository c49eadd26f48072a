import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LiveSocket } from '~/realtime/socket';

vi.mock('~/api/client', () => ({ api: { post: async () => ({ ticket: 't', url: '/ws' }) } }));

/** What the browser has, as far as the link uses it; the newest is kept. */
class Line {
  static readonly OPEN = 1;
  static newest: Line;
  readonly readyState = Line.OPEN;
  onmessage: (event: { data: string }) => void = () => {};
  onclose: (event: { code: number }) => void = () => {};
  constructor() {
    Line.newest = this;
  }
  send(): void {}
  close(): void {}
  hears(message: object): void {
    this.onmessage({ data: JSON.stringify(message) });
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', Line);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('while the server does not hear its neighbours the screen asks by itself, until it hears them again', async () => {
  const links: boolean[] = [];
  let listening = 0;
  const live = new LiveSocket({
    onPointer: () => {},
    onListening: () => {
      listening += 1;
    },
    onLink: (up) => links.push(up),
  });
  await live.open();
  const first = Line.newest;
  first.hears({ type: 'hello' });
  first.hears({ type: 'watching', rooms: [] });
  first.hears({ type: 'paused' });
  expect(links).toEqual([true, false]);
  first.hears({ type: 'pong' });
  expect(links).toEqual([true, false]);
  const up: unknown[] = [];
  live.listen('link', (said) => up.push(said.up));
  first.hears({ type: 'missed' });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(Line.newest).toBe(first);
  expect(links).toEqual([true, false, true]);
  expect(up).toEqual([true]);
  expect(listening).toBe(2);
  live.close();
  first.hears({ type: 'missed' });
  await vi.advanceTimersByTimeAsync(2_000);
  expect(listening).toBe(2);
});
