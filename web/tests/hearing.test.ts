import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Draft, EndedDraft } from '~/api/types';
import { DraftSession } from '~/features/composer/session';

let bodies: Record<string, unknown>[] = [];
let revision = 0;

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  bodies = [];
  revision = 0;
  vi.stubGlobal('fetch', (_url: string, options: { body: string | null }) => {
    bodies.push(options.body ? JSON.parse(options.body) : {});
    revision += 1;
    return Promise.resolve(
      new Response(JSON.stringify({ revision, updated_at: new Date(Date.now()).toISOString() }), {
        status: 200,
      }),
    );
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const opened = () => {
  const session = new DraftSession('me', 5, 'reply');
  session.load(null);
  return session;
};

const stored = (part: Partial<Draft>): Draft => ({
  ...opened().get().content,
  kind: 'reply',
  conversation_id: null,
  body_html: '<p>theirs</p>',
  client_id: 'another',
  revision: 1,
  started_at: '',
  updated_at: '',
  writers: [{ id: '2', name: 'Ben' }],
  requests: [],
  ...part,
});

const end = (session: DraftSession, part: Partial<EndedDraft> = {}): EndedDraft => ({
  id: '1',
  at: new Date(Date.now()).toISOString(),
  body_html: '',
  ended: 'taken_over',
  ended_by: { id: '2', name: 'Ben' },
  kind: 'reply',
  conversation_id: null,
  client_id: session.get().content.client_id,
  ...part,
});

async function written(html: string): Promise<DraftSession> {
  const session = opened();
  session.edit({ body_html: html });
  await vi.advanceTimersByTimeAsync(1_100);
  return session;
}

test('a text that is handed over fills an empty place', () => {
  const session = opened();
  session.hear(stored({}), []);
  expect(session.get()).toMatchObject({
    revision: 1,
    phase: 'saved',
    content: { body_html: '<p>theirs</p>' },
  });
});

test('a text that is handed over never takes the place of what is being written', async () => {
  const session = await written('<p>mine</p>');
  session.hear(stored({ revision: 2 }), []);
  expect(session.get().content.body_html).toBe('<p>mine</p>');
  expect(session.get().foreign?.body_html).toBe('<p>theirs</p>');
  session.keepBoth();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(session.get().content.body_html).toBe('<p>mine</p><p>theirs</p>');
  expect(bodies[1]).toMatchObject({ revision: 2, keep: true });
  expect(bodies.at(-1)).toMatchObject({ body_html: '<p>mine</p><p>theirs</p>' });
});

test('choosing the other text saves this one first, so that both are found again', async () => {
  const session = await written('<p>mine</p>');
  session.hear(stored({ revision: 2 }), []);
  await session.takeForeign();
  expect(bodies.slice(1)).toMatchObject([
    { body_html: '<p>mine</p>', revision: 2, keep: true },
    { body_html: '<p>theirs</p>', revision: 2, keep: true },
  ]);
  expect(session.get()).toMatchObject({ foreign: null, content: { body_html: '<p>theirs</p>' } });
});

test('a text that a colleague took over goes, and it is said who has it', async () => {
  const session = await written('<p>mine</p>');
  session.begin(7, { to: [{ name: 'Kim', email: 'kim@customer.example' }], cc: [], status: null });
  const { to } = session.get().content;
  await vi.advanceTimersByTimeAsync(5_000);
  session.hear(null, [end(session)]);
  expect(session.get()).toMatchObject({ takenBy: 'Ben', revision: 0, content: { body_html: '', to } });
});

test('what was typed since stays, as a text of its own', async () => {
  const session = await written('<p>mine</p>');
  const name = session.get().content.client_id;
  session.edit({ body_html: '<p>mine and more</p>' });
  session.hear(null, [end(session)]);
  expect(session.get()).toMatchObject({ takenBy: 'Ben', content: { body_html: '<p>mine and more</p>' } });
  expect(session.get().content.client_id).not.toBe(name);
});

test('an answer that is late does not bring a sent text back', async () => {
  const session = await written('<p>mine</p>');
  const late = stored({ client_id: session.get().content.client_id, body_html: '<p>mine</p>' });
  await session.clear();
  session.hear(late, []);
  expect(session.get().content.body_html).toBe('');
});

test('another tab that goes on with the same text is no stranger', async () => {
  const session = await written('<p>mine</p>');
  session.hear(stored({ client_id: session.get().content.client_id, revision: 9 }), []);
  expect(session.get()).toMatchObject({ foreign: null, content: { body_html: '<p>mine</p>' } });
});
