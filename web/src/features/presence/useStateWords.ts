import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { catalogueQuery } from '~/api/session';
import type { FieldName, Id } from '~/api/types';
import { useFieldWords } from '~/features/ticket/useFieldWords';
import { time } from '~/i18n/format';
import { doing, draftSince } from './people';
import { serverNow } from './store';
import { ago } from './times';
import type { Act, Present } from './wire';

/** What colleagues are called. */
export function useNames(): (person: Id | null) => string {
  const { t } = useLingui();
  const { data } = useQuery(catalogueQuery);
  return (person) => data?.agents.find((one) => one.id === person)?.name ?? t`Somebody`;
}

/** What somebody does just now, in words. */
export function useStateWords(): (one: Present) => string {
  const { t } = useLingui();
  const { nameOf } = useFieldWords();
  return (one) => {
    const at = time(draftSince(one) ?? one.since);
    const field = nameOf(one.field as FieldName);
    switch (doing(one)) {
      case 'reply':
        return t`writing a reply`;
      case 'note':
        return t`writing an internal note`;
      case 'field':
        return t`editing: ${field}`;
      case 'draft':
        return one.reply_since ? t`drafting a reply since ${at}` : t`drafting an internal note since ${at}`;
      case 'viewing':
        return t`viewing`;
      case 'idle':
        return t`viewing, but idle`;
      case 'elsewhere':
        return t`has it open, but looks elsewhere`;
      case 'left': {
        const when = one.left_at ? ago(one.left_at, serverNow()) : null;
        return when ? t`left ${when}` : t`left just now`;
      }
    }
  };
}

/** What only presence knows, as the sentences of events are: without who did it. */
export function useActWords(): Record<Act['act'], string> {
  const { t } = useLingui();
  return {
    viewed: t`began to view the ticket`,
    drafted: t`began to write a reply`,
    left: t`left the ticket`,
    took_over: t`took over the reply`,
  };
}
