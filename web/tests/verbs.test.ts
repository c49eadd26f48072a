import { beforeEach, describe, expect, it } from 'vitest';
import { portions, undoable } from '../src/features/list/bulk/useBulk';
import * as selection from '../src/features/list/selection';
import { nextAfter, noteShown } from '../src/features/list/shown';
import { differences } from '../src/features/ticket/notes/diff';

describe('differences of two texts', () => {
  it('keeps the words that stay, and joins what changed', () => {
    expect(differences('Ask the plumber today', 'Ask the electrician today')).toEqual([
      { kind: 'same', text: 'Ask the ' },
      { kind: 'removed', text: 'plumber ' },
      { kind: 'added', text: 'electrician ' },
      { kind: 'same', text: 'today' },
    ]);
  });

  it('compares Chinese character by character', () => {
    expect(differences('车铃不响', '车灯不响').filter((one) => one.kind !== 'same')).toEqual([
      { kind: 'removed', text: '铃' },
      { kind: 'added', text: '灯' },
    ]);
  });

  it.each([
    ['', ''],
    ['one two\nthree', 'three two one'],
    ['a  b', 'a b'],
    ['', 'new'],
  ])('gives both texts back: %j, %j', (before, after) => {
    const pieces = differences(before, after);
    const side = (without: string) =>
      pieces
        .filter((one) => one.kind !== without)
        .map((one) => one.text)
        .join('');
    expect([side('added'), side('removed')]).toEqual([before, after]);
  });
});

describe('many tickets', () => {
  it('are cut into portions that one call takes', () => {
    const items = Array.from({ length: 250 }, (_, at) => at);
    expect(portions(items).map((part) => part.length)).toEqual([100, 100, 50]);
    expect(portions(items).flat()).toEqual(items);
  });

  it('are undone where something was done', () => {
    const part = { number: 1, code: null, reason: null };
    expect(
      undoable([
        { ...part, id: '1', outcome: 'done', change_id: '9' },
        { ...part, id: '2', outcome: 'skipped', change_id: null },
      ]),
    ).toEqual([{ id: '1', change_id: '9' }]);
  });
});

describe('the next ticket', () => {
  it('is the one below, else the one above', () => {
    noteShown([5, 4, 3]);
    expect([nextAfter(5), nextAfter(3), nextAfter(99)]).toEqual([4, 4, 5]);
    noteShown([7]);
    expect(nextAfter(7)).toBeNull();
  });
});

describe('the selection', () => {
  const rows = [1, 2, 3].map((number) => ({ id: String(number), number }));
  beforeEach(() => selection.clearSelection());

  it('extends from the row that is open, one by one, and stops at the end', () => {
    expect([1, 1, 1].map(() => selection.extend(rows, 1, 1))).toEqual([1, 2, null]);
  });

  const chosen = () => [...selection.currentSelection().chosen.keys()];
  const press = (loaded: typeof rows, further: boolean) => {
    const step = selection.afterwards(selection.currentSelection(), loaded, further);
    if (step === 'page') selection.choose(loaded);
    else if (step === 'every') selection.chooseEvery([...rows, { id: '9', number: 9 }], false);
    else selection.clearSelection();
    return step;
  };

  it('goes by one key from what is loaded to all of the list to none', () => {
    expect([1, 2, 3].map(() => press(rows, true))).toEqual(['page', 'every', 'none']);
    expect(chosen()).toEqual([]);
  });

  it('has no step between where all of the list is loaded', () => {
    expect([1, 2, 3].map(() => press(rows, false))).toEqual(['page', 'none', 'page']);
  });

  it('stays what was named, whatever is loaded since', () => {
    press(rows, true);
    press(rows, true);
    expect(chosen()).toEqual(['1', '2', '3', '9']);
    expect(press([...rows, { id: '7', number: 7 }], true)).toBe('none');
  });

  it('is no longer all of the list once a row is left out', () => {
    selection.chooseEvery(rows, true);
    expect(selection.currentSelection().every).toBe('first');
    selection.toggle({ id: '2', number: 2 });
    expect([selection.currentSelection().every, chosen()]).toEqual([null, ['1', '3']]);
    expect(press(rows, true)).toBe('page');
  });

  it('of an empty list is none', () => {
    expect(selection.afterwards(selection.currentSelection(), [], true)).toBe('page');
    selection.choose([]);
    expect(chosen()).toEqual([]);
  });
});
