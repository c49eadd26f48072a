import { useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type MacroStep, macroActionsQuery } from '~/api/macros';
import type { FieldName, FieldValue } from '~/api/types';
import { useFieldWords } from '~/features/ticket/useFieldWords';

const fields: Record<string, FieldName> = {
  set_status: 'status',
  set_owner: 'owner',
  set_team: 'team',
  set_priority: 'priority',
  set_type: 'type',
};

/** What a macro does, in one line. */
export function useMacroWords() {
  const { t } = useLingui();
  const { data } = useQuery(macroActionsQuery);
  const { nameOf, wordOf } = useFieldWords();
  const special: Record<string, string> = {
    current_agent: t`Current agent`,
    nobody: t`Nobody`,
    my_team: t`My team`,
    no_team: t({ message: 'None', context: 'team' }),
  };

  function step({ action, value }: MacroStep): string {
    if (action === 'write_text') return plain(String((value as { body_html: string }).body_html));
    if (Array.isArray(value)) return `${action === 'add_tags' ? '+' : '−'} ${value.join(', ')}`;
    const field = fields[action];
    if (field) {
      const word = special[String(value)] ?? wordOf(field, value as FieldValue);
      return `${nameOf(field)}: ${word || t`empty`}`;
    }
    const label = data?.actions.find((one) => one.name === action)?.label ?? action;
    return `${label}: ${String(value ?? t`empty`)}`;
  }

  return { summary: (steps: MacroStep[]) => steps.map(step).filter(Boolean).join(' · '), special };
}

function plain(html: string): string {
  // Where a paragraph or line ends a word ends too.
  const spaced = html.replace(/<(?:br|\/p|\/li|\/h\d|\/div)\b[^>]*>/g, '$& ');
  const text = new DOMParser().parseFromString(spaced, 'text/html').body.textContent ?? '';
  return text.replace(/\s+/g, ' ').trim();
}
