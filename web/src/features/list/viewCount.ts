import type { View } from '~/api/types';
import { count } from '~/i18n/format';

/** Counting stops where nobody reads the number any more: the server then says "capped". */
export function viewCount(view: View): string {
  if (view.count === null) return '';
  return view.capped ? `${count(view.count)}+` : count(view.count);
}
