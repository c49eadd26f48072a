import { describe, expect, test } from 'vitest';
import {
  meant,
  move,
  offset,
  press,
  type Side,
  type Swipe,
  sideOf,
  threshold,
} from '~/features/list/swipe/swipe';

const none: ReadonlySet<Side> = new Set();
const phone = 390;
const begun = (x = 200, y = 300) => press(x, y, phone, phone) as Swipe;
/** A finger that goes by these steps. */
const go = (steps: [number, number][], refused = none, from = begun()) =>
  steps.reduce((swipe, [dx, dy]) => move(swipe, 200 + dx, 300 + dy, refused), from);
const far = threshold(phone);

describe('a finger on a row', () => {
  test('does not begin at the edges, which are the browser’s', () => {
    expect(press(10, 300, phone, phone)).toBeNull();
    expect(press(380, 300, phone, phone)).toBeNull();
    expect(press(40, 300, phone, phone)).not.toBeNull();
  });

  test('that trembles is still a tap', () => {
    expect(go([[6, -8]]).phase).toBe('pressed');
    expect(go([[-12, 3]]).phase).toBe('pressed');
  });

  test('that goes up or down scrolls, and never swipes from then on', () => {
    const scrolling = go([
      [2, -20],
      [160, -24],
    ]);
    expect([scrolling.phase, scrolling.dx, scrolling.armed]).toEqual(['scrolling', 0, false]);
  });

  test('that goes aslant scrolls', () => {
    expect(go([[14, 14]]).phase).toBe('scrolling');
  });

  test('that goes sideways takes the row along without a jump', () => {
    const swipe = go([[16, 2]]);
    expect([swipe.phase, Math.abs(offset(swipe, false))]).toEqual(['swiping', 1]);
    expect(
      offset(
        go([
          [16, 2],
          [56, 30],
        ]),
        false,
      ),
    ).toBe(40);
  });

  test.each([
    [1, 'right'],
    [-1, 'left'],
  ] as const)('acts from the threshold on (%i)', (way, side) => {
    const at = (size: number) =>
      go([
        [16 * way, 0],
        [(16 + size) * way, 0],
      ]);
    expect(sideOf(at(far))).toBe(side);
    expect([at(far - 1).armed, at(far).armed]).toEqual([false, true]);
  });

  test('changes its mind a little further back than where it was armed', () => {
    const back = (size: number) =>
      go([
        [16, 0],
        [16 + far, 0],
        [16 + size, 0],
      ]).armed;
    expect([back(far - 10), back(far - 20), back(0)]).toEqual([true, false, false]);
  });

  test('that turns to the other side has to come as far there', () => {
    const turned = go([
      [16, 0],
      [16 + far, 0],
      [16 - far + 5, 0],
    ]);
    expect([sideOf(turned), turned.armed]).toEqual(['left', false]);
  });

  test('never acts where nothing can be done, and the row hardly gives', () => {
    const refused = go(
      [
        [16, 0],
        [316, 0],
      ],
      new Set<Side>(['right']),
    );
    expect([refused.armed, meant(refused)]).toEqual([false, true]);
    expect(offset(refused, true)).toBeLessThan(far);
    expect(
      meant(
        go(
          [
            [16, 0],
            [40, 0],
          ],
          new Set<Side>(['right']),
        ),
      ),
    ).toBe(false);
  });

  test('is not asked for more than a good third of the screen', () => {
    for (const width of [320, 390, 430, 820, 1180]) {
      expect(threshold(width)).toBeGreaterThanOrEqual(80);
      expect(threshold(width)).toBeLessThanOrEqual(Math.min(width * 0.34, 128));
    }
  });
});
