import { describe, expect, test } from 'vitest';
import type { Draft } from '~/api/types';
import {
  type DraftAction,
  type DraftState,
  emptyDraft,
  hasContent,
  isDirty,
  joined,
  reduce,
} from '~/features/composer/draft';

const run = (...actions: DraftAction[]): DraftState => actions.reduce(reduce, emptyDraft('c1'));
const typed: DraftAction = { type: 'edited', change: { body_html: '<p>Hello</p>' } };
const saved = (edits: number): DraftAction => ({
  type: 'saved',
  revision: 3,
  at: '2026-11-22T10:00:00.000Z',
  edits,
});
const foreign: Draft = {
  ...emptyDraft('c2').content,
  kind: 'reply',
  conversation_id: null,
  body_html: '<p>Other</p>',
  revision: 9,
  updated_at: '2026-11-22T10:00:00.000Z',
  started_at: '2026-10-08T10:00:00Z',
  writers: [],
  requests: [],
};

describe('saving', () => {
  test('goes from empty over typing and saving to saved', () => {
    expect(run().phase).toBe('empty');
    expect(run(typed).phase).toBe('typing');
    expect(run(typed, { type: 'save' }).phase).toBe('saving');
    const done = run(typed, { type: 'save' }, saved(1));
    expect(done).toMatchObject({ phase: 'saved', revision: 3, savedAt: '2026-11-22T10:00:00.000Z' });
    expect(isDirty(done)).toBe(false);
  });

  test('a save that began before the last key leaves the draft unsaved', () => {
    const state = run(typed, { type: 'save' }, typed, saved(1));
    expect(isDirty(state)).toBe(true);
    expect(state.phase).toBe('typing');
  });

  test('without the server the text is kept and called offline', () => {
    const state = run(typed, { type: 'save' }, { type: 'unsaved', refused: false });
    expect(state).toMatchObject({ phase: 'offline', content: { body_html: '<p>Hello</p>' } });
    expect(isDirty(state)).toBe(true);
  });

  test('another tab’s text is offered and never taken by itself', () => {
    const state = run(typed, { type: 'foreign', draft: foreign });
    expect(state.content.body_html).toBe('<p>Hello</p>');
    expect(reduce(state, { type: 'keep-mine' })).toMatchObject({ foreign: null, revision: 9 });
    expect(isDirty(reduce(state, { type: 'keep-mine' }))).toBe(true);
  });
});

describe('sending', () => {
  test('text cannot change while it is on its way', () => {
    for (const way of [{ type: 'send' }, { type: 'unanswered' }] as const) {
      expect(run(typed, way, { type: 'edited', change: { body_html: 'x' } }).content.body_html).toBe(
        '<p>Hello</p>',
      );
    }
  });

  test('silence keeps the client id, so that a repeat is the same message', () => {
    expect(run(typed, { type: 'send' }, { type: 'unanswered' })).toMatchObject({
      stage: 'doubtful',
      content: { client_id: 'c1' },
    });
  });

  test('giving up after silence takes a new id, so that the fence sees it', () => {
    const state = run(typed, { type: 'send' }, { type: 'unanswered' }, { type: 'back', clientId: 'c9' });
    expect(state).toMatchObject({ phase: 'typing', content: { client_id: 'c9', body_html: '<p>Hello</p>' } });
  });

  test('a moved ticket keeps text, pinned seq and client id', () => {
    const prepared: DraftAction = { type: 'prepared', change: { seen: 7 } };
    const state = run(prepared, typed, { type: 'send' }, { type: 'blocked', blockers: [] });
    expect(state).toMatchObject({
      stage: 'blocked',
      content: { body_html: '<p>Hello</p>', seen: 7, client_id: 'c1' },
    });
    expect(reduce(state, { type: 'back', clientId: null })).toMatchObject({
      stage: 'writing',
      content: { client_id: 'c1' },
    });
  });

  test('the text of a moved ticket can be edited and saved without closing the review', () => {
    const blocked = run(typed, { type: 'send' }, { type: 'blocked', blockers: [] });
    const edited = [typed, { type: 'save' } as const, saved(2)].reduce(reduce, blocked);
    expect(edited).toMatchObject({ stage: 'blocked', phase: 'saved' });
  });

  test('a refusal keeps the text and carries the error', () => {
    const error = new Error('no');
    expect(run(typed, { type: 'send' }, { type: 'refused', error })).toMatchObject({
      stage: 'failed',
      error,
      content: { body_html: '<p>Hello</p>' },
    });
  });

  test('what was sent is gone, with a new id for what comes next', () => {
    const state = run(typed, { type: 'send' }, { type: 'cleared', clientId: 'c2' });
    expect(state).toMatchObject({ phase: 'empty', content: { body_html: '', client_id: 'c2' }, revision: 0 });
  });
});

test('an open editor takes over only what came from outside', () => {
  const before = run(typed);
  expect(reduce(before, typed).generation).toBe(before.generation);
  expect(reduce(before, saved(1)).generation).toBe(before.generation);
  expect(reduce(before, { type: 'replaced', change: { body_html: 'y' } }).generation).toBe(
    before.generation + 1,
  );
});

test.each([
  ['', false],
  ['<p></p>', false],
  ['<p>&nbsp; </p><p><br></p>', false],
  ['<p>a</p>', true],
  ['<p></p><img src="/api/v1/attachments/1">', true],
])('%s is content: %s', (body_html, expected) => {
  expect(hasContent({ ...emptyDraft('c').content, body_html })).toBe(expected);
});

test('text that is given back stands before what was written since', () => {
  expect(joined('<p>old</p>', '<p>new</p>')).toBe('<p>old</p><p>new</p>');
  expect(joined('<p>old</p>', '<p></p>')).toBe('<p>old</p>');
});
