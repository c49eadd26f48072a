import type { Condition, ConditionRule, View } from '~/api/types';
import { readCondition, together } from '~/conditions/condition';
import type { ListSearch } from './filters';

const whoWords: Record<string, string> = { me: 'current_agent', none: 'nobody' };

/** The quick filters in force as rules. */
export function quickRules(search: ListSearch): ConditionRule[] {
  const { status, owner, priority, channel, department, tag, days } = search;
  const chosen = { status, owner: owner && (whoWords[owner] ?? owner), priority, channel, department };
  const rules: ConditionRule[] = Object.entries(chosen).flatMap(([field, value]) =>
    value ? [{ field, operator: 'is_any_of', value: [value] }] : [],
  );
  if (tag) rules.push({ field: 'tags', operator: 'includes_any', value: [tag] });
  if (days) rules.push({ field: 'created', operator: 'within_last_days', value: days });
  return rules;
}

/** What stands around the condition of a list: its view and its quick filters. */
export function around(search: ListSearch, view: View | undefined): Condition {
  return together(readCondition(view?.condition), { combinator: 'and', rules: quickRules(search) });
}
