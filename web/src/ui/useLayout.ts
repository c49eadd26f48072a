import { useMediaQuery } from '@mantine/hooks';

export type Layout = 'wide' | 'desk' | 'tablet' | 'phone';

const now = { getInitialValueInEffect: false };

/** The four grids of the workspace; the widths are those of the style sheets. */
export function useLayout(): Layout {
  const wide = useMediaQuery('(min-width: 1440px)', undefined, now);
  const desk = useMediaQuery('(min-width: 1180px)', undefined, now);
  const tablet = useMediaQuery('(min-width: 768px)', undefined, now);
  if (wide) return 'wide';
  if (desk) return 'desk';
  return tablet ? 'tablet' : 'phone';
}
