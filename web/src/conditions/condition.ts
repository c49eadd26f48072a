import type { Condition, ConditionEditor, ConditionField, ConditionRule, ConditionValue } from '~/api/types';

/** Where a rule or group stands: the places to go down from the outermost group. */
export type Path = readonly number[];

export type FieldsByKey = ReadonlyMap<string, ConditionField>;

export const isGroup = (node: ConditionRule | Condition): node is Condition => 'rules' in node;

export const pointerOf = (path: Path) => path.map((place) => `/rules/${place}`).join('');

export function editorOf(
  fields: FieldsByKey,
  rule: Pick<ConditionRule, 'field' | 'operator'>,
): ConditionEditor {
  const field = fields.get(rule.field);
  return field?.operators.find((one) => one.name === rule.operator)?.editor ?? 'text';
}

/** A new rule asks the most usual question: several choices where values are chosen, pieces where they are typed. */
export function usualOperator(field: ConditionField): string {
  const usual = ['is_any_of', 'includes_any', 'contains', 'hours_since_more_than'];
  const wanted =
    field.type === 'text' || field.type === 'number' ? ['contains', 'is', 'greater_than'] : usual;
  const names = field.operators.map((one) => one.name);
  return wanted.find((name) => names.includes(name)) ?? names[0] ?? '';
}

const firsts: Record<ConditionEditor, ConditionValue> = {
  none: null,
  text: '',
  texts: [],
  number: '',
  numbers: [],
  amount: '4h',
  boolean: true,
  one: '',
  many: [],
  date: '',
  day: 'today',
  days: 7,
};

/** What the editor of a rule begins with. */
export const firstValue = (editor: ConditionEditor): ConditionValue => firsts[editor];

const amounts = /^\d{1,12}(ms|s|m|h|d)$/;

/** The value as an editor holds it: what stood there before, as far as it still has a meaning there. */
export function fitted(editor: ConditionEditor, value: unknown): ConditionValue {
  const list = Array.isArray(value)
    ? value
    : value === null || value === undefined || value === ''
      ? []
      : [value];
  const one = list[0];
  switch (editor) {
    case 'none':
      return null;
    case 'many':
    case 'texts':
      return list.filter((item) => typeof item !== 'boolean').map(String);
    case 'numbers':
      return list.map(String).filter((item) => item.trim() !== '' && Number.isFinite(Number(item)));
    case 'boolean':
      return typeof value === 'boolean' ? value : true;
    case 'days':
      return typeof one === 'number' && Number.isInteger(one) && one > 0 ? one : (firsts.days as number);
    case 'amount':
      if (typeof one === 'number' && one >= 0) return `${Math.round(one * 60)}m`;
      return typeof one === 'string' && amounts.test(one) ? one : (firsts.amount as string);
    case 'number':
      return typeof one === 'number' || (typeof one === 'string' && Number.isFinite(Number(one))) ? one : '';
    case 'date':
      // A moment in milliseconds was written by a program; everything else is a text.
      return typeof one === 'number' ? one : dated(one);
    case 'day':
      return typeof one === 'string' && (namedDays as readonly string[]).includes(one)
        ? one
        : dated(one) || 'today';
    default:
      return one === undefined || typeof one === 'boolean' ? '' : String(one);
  }
}

const dated = (value: unknown) => (typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? value : '');

export const namedDays = [
  'today',
  'yesterday',
  'tomorrow',
  'this_week',
  'last_week',
  'next_week',
  'this_month',
  'last_month',
] as const;

/** The condition that a builder's tree stands for, without the marks of the builder. */
export function conditionOf(tree: Condition, fields: FieldsByKey): Condition {
  return {
    combinator: tree.combinator === 'or' ? 'or' : 'and',
    ...(tree.not ? { not: true } : {}),
    rules: tree.rules.map((node) => {
      if (isGroup(node)) return conditionOf(node, fields);
      const { field, operator } = node;
      // Of a field that is gone nothing is known: its rule stays as it is, for the server to say so.
      const known = fields.get(field)?.operators.some((one) => one.name === operator);
      const value = known ? fitted(editorOf(fields, node), node.value) : (node.value ?? null);
      return value === null ? { field, operator } : { field, operator, value };
    }),
  };
}

/** Pointers to what is not filled in yet. */
export function unfinished(condition: Condition, pointer = ''): string[] {
  if (condition.rules.length === 0) return [pointer];
  return condition.rules.flatMap((node, place) => {
    const here = `${pointer}/rules/${place}`;
    if (isGroup(node)) return unfinished(node, here);
    const { value } = node;
    const blank =
      (typeof value === 'string' && value.trim() === '') || (Array.isArray(value) && value.length === 0);
    return blank ? [here] : [];
  });
}

/** All of these conditions; what already says "all of" is not nested once more, and nothing is said twice. */
export function together(...conditions: (Condition | null | undefined)[]): Condition {
  const rules = conditions.flatMap((one) =>
    one ? (one.combinator === 'and' && !one.not ? one.rules : [one]) : [],
  );
  const said = new Set<string>();
  const once = rules.filter((rule) => {
    const words = JSON.stringify(rule);
    return said.has(words) ? false : said.add(words);
  });
  return { combinator: 'and', rules: once };
}

/** What an address may hold as a condition; the server judges the rest. */
export function readCondition(raw: unknown): Condition | undefined {
  if (typeof raw !== 'object' || raw === null || !Array.isArray((raw as Condition).rules)) return undefined;
  const { combinator, not, rules } = raw as Condition;
  if (rules.length === 0 || (combinator !== 'and' && combinator !== 'or')) return undefined;
  return { combinator, ...(not === true ? { not: true } : {}), rules };
}
