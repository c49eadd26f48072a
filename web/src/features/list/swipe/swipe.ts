/** One finger on one row, as numbers: when it counts as a swipe, how far the row goes, and when letting go acts. */

export type Side = 'left' | 'right';

export interface Swipe {
  /** `pressed`: not yet decided; `scrolling`: the page's from here on; `swiping`: the row follows. */
  phase: 'pressed' | 'scrolling' | 'swiping';
  x: number;
  y: number;
  /** How far the finger has gone sideways since it counts, in CSS pixels; to the right is positive. */
  dx: number;
  width: number;
  armed: boolean;
}

/** A finger trembles by so much. */
const slop = 12;
/** Sideways by so much more than up or down. */
const steep = 1.5;
/** The browser's own gesture "back" begins there. */
const edge = 24;
/** Back by so much is a change of mind, so that nothing flickers at the threshold. */
const hysteresis = 16;
/** A row that refuses goes no further than this. */
const stiff = 56;

export const threshold = (width: number): number => Math.min(128, Math.max(80, width * 0.28));

/** Null where a swipe does not begin: at the edges of the screen. */
export function press(x: number, y: number, width: number, screen: number): Swipe | null {
  if (x < edge || x > screen - edge) return null;
  return { phase: 'pressed', x, y, dx: 0, width, armed: false };
}

export const sideOf = ({ dx }: Swipe): Side | null => (dx < 0 ? 'left' : dx > 0 ? 'right' : null);

/** `refused` are the sides to which nothing can be done: never armed. */
export function move(swipe: Swipe, x: number, y: number, refused: ReadonlySet<Side>): Swipe {
  if (swipe.phase === 'scrolling') return swipe;
  const [across, along] = [x - swipe.x, y - swipe.y];
  if (swipe.phase === 'pressed') {
    if (Math.abs(along) > slop && Math.abs(across) < steep * Math.abs(along))
      return { ...swipe, phase: 'scrolling' };
    if (Math.abs(across) <= slop || Math.abs(across) < steep * Math.abs(along)) return swipe;
    // From here the row goes with the finger, without a jump.
    return { ...swipe, phase: 'swiping', x, dx: Math.sign(across) };
  }
  const next = { ...swipe, dx: across };
  const side = sideOf(next);
  const far = threshold(swipe.width);
  const same = side === sideOf(swipe);
  const needed = swipe.armed && same ? far - hysteresis : far;
  return { ...next, armed: side !== null && !refused.has(side) && Math.abs(across) >= needed };
}

/** Where the row stands: with the finger, and slower beyond the threshold; one that refuses hardly moves. */
export function offset({ dx, width }: Swipe, refused: boolean): number {
  const size = Math.abs(dx);
  if (refused) return Math.sign(dx) * stiff * (1 - Math.exp(-size / (2 * stiff)));
  const far = threshold(width);
  return Math.sign(dx) * (size <= far ? size : far + (size - far) * 0.4);
}

/** Whether a refused swipe was meant: then it is said why nothing happens. */
export const meant = (swipe: Swipe): boolean =>
  swipe.phase === 'swiping' && Math.abs(swipe.dx) >= threshold(swipe.width);
