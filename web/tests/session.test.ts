import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Net } from '~/features/composer/net';
import { DraftSession } from '~/features/composer/session';

type Call = { method: string; url: string; body: Record<string, unknown> };

let calls: Call[] = [];
let answers: (() => Response | Promise<Response>)[] = [];

const json = (status: number, body: unknown) => () =>
  new Response(status === 204 ? null : JSON.stringify(body), { status });
const silence = () => Promise.reject(new TypeError('network'));
const sentMessage = json(201, { id: '1' });
const savedAs = (revision: number) => json(200, { revision, updated_at: '2026-11-22T10:00:00.000Z' });

beforeEach(() => {
  vi.useFakeTimers();
  calls = [];
  answers = [];
  vi.stubGlobal('fetch', (url: string, options: { method: string; body: string | null }) => {
    calls.push({ method: options.method, url, body: options.body ? JSON.parse(options.body) : {} });
    const answer = answers.shift();
    return answer ? Promise.resolve().then(answer) : new Promise(() => undefined);
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const begun = () => {
  const session = new DraftSession('me', 5, 'reply');
  session.begin(7, { to: [{ name: 'Ana', email: 'ana@example.com' }], cc: [], status: 'waiting' });
  return session;
};

test('saves one second after the last key', async () => {
  answers = [savedAs(1)];
  const session = begun();
  session.edit({ body_html: '<p>H</p>' });
  await vi.advanceTimersByTimeAsync(900);
  session.edit({ body_html: '<p>He</p>' });
  await vi.advanceTimersByTimeAsync(900);
  expect(calls).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(200);
  expect(calls).toMatchObject([{ method: 'PUT', body: { body_html: '<p>He</p>', seen: 7, revision: 0 } }]);
  expect(session.get().phase).toBe('saved');
});

test('saves at least every five seconds while somebody types on', async () => {
  answers = [savedAs(1), savedAs(2)];
  const session = begun();
  for (let key = 0; key < 12; key += 1) {
    session.edit({ body_html: `<p>${'x'.repeat(key + 1)}</p>` });
    await vi.advanceTimersByTimeAsync(500);
  }
  expect(calls.length).toBeGreaterThanOrEqual(1);
  expect(calls[0]?.body.revision).toBe(0);
});

test('two saves never overlap, and the second builds on the first', async () => {
  let release: (response: Response) => void = () => undefined;
  answers = [
    () =>
      new Promise<Response>((resolve) => {
        release = resolve;
      }),
    savedAs(2),
  ];
  const session = begun();
  session.edit({ body_html: '<p>one</p>' });
  await vi.advanceTimersByTimeAsync(1_000);
  session.edit({ body_html: '<p>two</p>' });
  await vi.advanceTimersByTimeAsync(1_500);
  expect(calls).toHaveLength(1);
  release(savedAs(1)());
  await vi.advanceTimersByTimeAsync(1_500);
  expect(calls.map((call) => call.body.revision)).toEqual([0, 1]);
});

test('text survives a lost server on this device, and is offered again', async () => {
  answers = [silence];
  const session = begun();
  session.edit({ body_html: '<p>precious</p>' });
  await vi.advanceTimersByTimeAsync(1_100);
  expect(session.get().phase).toBe('offline');
  const later = new DraftSession('me', 5, 'reply');
  later.load(null);
  expect(later.get().content).toMatchObject({ body_html: '<p>precious</p>', seen: 7 });
});

test('a refused save waits for another text instead of asking every second', async () => {
  answers = [json(422, { code: 'request.invalid', detail: 'no' }), savedAs(1)];
  const session = begun();
  session.edit({ body_html: '<p>one</p>' });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(calls).toHaveLength(1);
  expect(session.get().phase).toBe('refused');
  session.edit({ body_html: '<p>two</p>' });
  await vi.advanceTimersByTimeAsync(1_100);
  expect(session.get().phase).toBe('saved');
});

test('what the API did not ask for is not sent back to it', async () => {
  answers = [savedAs(5)];
  const session = new DraftSession('me', 5, 'reply');
  const remote = {
    ...session.get().content,
    kind: 'reply' as const,
    body_html: '<p>old</p>',
    revision: 4,
    updated_at: '',
    started_at: '',
    writers: [],
    requests: [],
    conversation_id: null,
  };
  session.load({ ...remote, client_id: 'c1' });
  session.edit({ body_html: '<p>new</p>' });
  await vi.advanceTimersByTimeAsync(1_100);
  expect(Object.keys(calls[0]?.body ?? {}).sort()).toEqual([
    'attachments',
    'body_html',
    'cc',
    'changes',
    'client_id',
    'revision',
    'seen',
    'status',
    'to',
  ]);
});

test('a newer draft of the server wins over an older one of this device', () => {
  new Net('me', 5, 'reply', null).write({ ...begun().get().content, body_html: '<p>old</p>' });
  const session = new DraftSession('me', 5, 'reply');
  const remote = {
    ...session.get().content,
    kind: 'reply' as const,
    body_html: '<p>new</p>',
    revision: 4,
    started_at: '',
    writers: [],
    requests: [],
    conversation_id: null,
  };
  session.load({ ...remote, updated_at: new Date(Date.now() + 60_000).toISOString() });
  expect(session.get()).toMatchObject({ revision: 4, content: { body_html: '<p>new</p>' } });
});

test('silence is answered by the same message again', async () => {
  answers = [silence, silence, sentMessage];
  const session = begun();
  session.edit({ body_html: '<p>Hello</p>' });
  const sending = session.send('waiting');
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await sending).toMatchObject({ id: '1' });
  const posts = calls.filter((call) => call.method === 'POST');
  expect(posts).toHaveLength(3);
  expect(new Set(posts.map((call) => JSON.stringify(call.body))).size).toBe(1);
  expect(posts[0]?.body).toMatchObject({ seen: 7, status: 'waiting', visibility: 'public' });
  expect(session.get().phase).toBe('empty');
});

test('a moved ticket stops the sending and keeps everything', async () => {
  const blocker = {
    id: '44',
    seq: 8,
    kind: 'message.added',
    at: '',
    actor: { id: '2', name: 'Ben', kind: 'agent' },
    message: null,
  };
  answers = [json(409, { code: 'ticket.moved_on', detail: 'moved', events: [blocker] }), sentMessage];
  const session = begun();
  session.edit({ body_html: '<p>Hello</p>' });
  expect(await session.send('waiting')).toBeNull();
  expect(session.get()).toMatchObject({
    stage: 'blocked',
    blockers: [{ id: '44' }],
    content: { body_html: '<p>Hello</p>' },
  });
  await session.send('waiting', ['44']);
  expect(calls.at(-1)?.body ?? {}).toMatchObject({ acknowledge: ['44'], seen: 7 });
});

test('a note carries neither recipients nor a seen mark', async () => {
  answers = [sentMessage];
  const session = new DraftSession('me', 5, 'note');
  session.edit({ body_html: '<p>psst</p>' });
  await session.send(null);
  expect(calls[0]?.body).toMatchObject({ visibility: 'internal' });
  expect(calls[0]?.body).not.toHaveProperty('seen');
  expect(calls[0]?.body).not.toHaveProperty('to');
});

test('live updates do not move what was pinned once there is text', () => {
  const session = begun();
  session.edit({ body_html: '<p>Hello</p>' });
  session.begin(12, { to: [], cc: [], status: null });
  expect(session.get().content).toMatchObject({ seen: 7, to: [{ email: 'ana@example.com' }] });
});

test('a text that makes room for an earlier one is kept first, and the next save begins anew', async () => {
  answers = [savedAs(3), json(204, null), savedAs(1)];
  const session = begun();
  session.edit({ body_html: '<p>Present</p>' });
  const kept = session.keepAsVersion();
  await vi.advanceTimersByTimeAsync(10);
  await kept;
  expect(calls.map((call) => call.method)).toEqual(['PUT', 'DELETE']);
  session.edit({ body_html: '<p>Earlier</p>' });
  await vi.advanceTimersByTimeAsync(1_100);
  expect(calls[2]).toMatchObject({ method: 'PUT', body: { body_html: '<p>Earlier</p>', revision: 0 } });
});

test('a text that the server does not keep makes no room', async () => {
  answers = [silence];
  const session = begun();
  session.edit({ body_html: '<p>Present</p>' });
  await expect(session.keepAsVersion()).rejects.toThrow();
  expect(calls.map((call) => call.method)).toEqual(['PUT']);
});
