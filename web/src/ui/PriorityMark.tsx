import type { Priority } from '~/api/types';

const steps: Record<Priority, number> = { none: 0, low: 1, medium: 2, high: 3, urgent: 4 };

/** Bars that fill up; urgent is a filled square with a stroke, so that colour is never the only sign. */
export function PriorityMark({ priority, size = 14 }: { priority: Priority; size?: number }) {
  const level = steps[priority];
  if (priority === 'urgent') {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 14 14"
        aria-hidden="true"
        focusable="false"
        style={{ flex: 'none' }}
      >
        <rect x="1" y="1" width="12" height="12" rx="3" fill="var(--danger)" />
        <path d="M7 4v3.6M7 10v.1" stroke="var(--bg-panel)" strokeWidth="1.8" strokeLinecap="round" />
      </svg>
    );
  }
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      aria-hidden="true"
      focusable="false"
      style={{ flex: 'none' }}
    >
      {[1, 2, 3].map((bar) => (
        <rect
          key={bar}
          x={1 + (bar - 1) * 4.5}
          y={11 - bar * 3}
          width="3"
          height={bar * 3 + 1}
          rx="1"
          fill={bar <= level ? (level === 3 ? 'var(--warn)' : 'var(--fg-2)') : 'var(--line-strong)'}
        />
      ))}
    </svg>
  );
}
