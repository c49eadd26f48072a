import type { StatusGroup } from '~/api/types';

/** What a status may be coloured with, in the order of the menu; tokens.css has a shade for light and one for dark. */
export const tones = ['grey', 'blue', 'teal', 'green', 'amber', 'orange', 'red', 'purple'] as const;
export type Tone = (typeof tones)[number];

const toneOfGroup: Record<StatusGroup, Tone> = {
  new: 'blue',
  open: 'orange',
  on_hold: 'amber',
  closed: 'green',
};

/** A status's own colour; its group's where the status is not known (any more). */
export function toneOf(group: StatusGroup, colour?: string | null): Tone {
  return tones.find((tone) => tone === colour) ?? toneOfGroup[group];
}

interface Props {
  group: StatusGroup;
  colour?: string | null | undefined;
  size?: number;
}

/** States are told by shape first and colour second: ring with a dot, ring, pause, tick. */
export function StatusMark({ group, colour, size = 14 }: Props) {
  const paint = `var(--tone-${toneOf(group, colour)})`;
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      fill="none"
      stroke={paint}
      strokeWidth="1.6"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      {group === 'closed' ? (
        <>
          <circle cx="7" cy="7" r="6.2" fill={paint} />
          <path
            d="M4.2 7.2 6.2 9.2 9.9 5.2"
            stroke="var(--bg-panel)"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </>
      ) : (
        <circle cx="7" cy="7" r="5.6" strokeDasharray={group === 'new' ? '2.4 1.9' : undefined} />
      )}
      {group === 'open' ? <circle cx="7" cy="7" r="2.4" fill={paint} stroke="none" /> : null}
      {group === 'on_hold' ? <path d="M5.6 5v4M8.4 5v4" strokeLinecap="round" /> : null}
    </svg>
  );
}
