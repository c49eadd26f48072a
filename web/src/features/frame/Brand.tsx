/** Two wheels, one frame. */
export function Brand({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <g fill="none" stroke="#fff" strokeWidth="2.4">
        <circle cx="10" cy="19" r="4.6" />
        <circle cx="22" cy="19" r="4.6" />
        <path
          d="M10 19 14.5 11h5.8L22 19M14.5 11 16.6 19M12.6 11h3.2"
          strokeWidth="1.9"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </g>
    </svg>
  );
}
