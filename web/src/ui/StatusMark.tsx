import type { StatusGroup } from '~/api/types';

const colours: Record<StatusGroup, string> = {
  new: 'var(--status-new)',
  open: 'var(--status-open)',
  on_hold: 'var(--status-pending)',
  closed: 'var(--status-solved)',
};

/** States are told by shape first and colour second: ring with a dot, ring, pause, tick. */
export function StatusMark({ group, size = 14 }: { group: StatusGroup; size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      fill="none"
      stroke={colours[group]}
      strokeWidth="1.6"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      {group === 'closed' ? (
        <>
          <circle cx="7" cy="7" r="6.2" fill={colours.closed} />
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
      {group === 'open' ? <circle cx="7" cy="7" r="2.4" fill={colours.open} stroke="none" /> : null}
      {group === 'on_hold' ? <path d="M5.6 5v4M8.4 5v4" strokeLinecap="round" /> : null}
    </svg>
  );
}
