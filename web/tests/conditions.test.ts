import { describe, expect, test } from 'vitest';
import type { Condition, ConditionEditor, ConditionField, View } from '~/api/types';
import {
  conditionOf,
  firstValue,
  fitted,
  readCondition,
  together,
  unfinished,
  usualOperator,
} from '~/conditions/condition';
import { around, quickRules } from '~/features/list/asCondition';
import { conditionIn } from '~/features/list/filters';

const field = (key: string, type: string, operators: Record<string, ConditionEditor>): ConditionField => ({
  key,
  label: key,
  topic: 'ticket',
  type,
  operators: Object.entries(operators).map(([name, editor]) => ({ name, label: name, editor })),
  options: null,
  search: null,
});

const status = field('status', 'choice', { is: 'one', is_any_of: 'many', is_set: 'none' });
const subject = field('subject', 'text', { is: 'text', is_any_of: 'texts', contains: 'text' });
const due = field('due', 'moment', { before: 'date', on_day: 'day', hours_since_more_than: 'amount' });
const fields = new Map([status, subject, due].map((one) => [one.key, one]));

describe('a value under another operator', () => {
  test.each<[ConditionEditor, unknown, unknown]>([
    ['many', 'open', ['open']],
    ['one', ['open', 'closed'], 'open'],
    ['none', ['open'], null],
    ['text', 5, '5'],
    ['amount', '90m', '90m'],
    ['amount', 'soon', '4h'],
    ['amount', 1.5, '90m'],
    ['days', 'x', 7],
    ['days', 30, 30],
    ['day', '2026-12-24', '2026-12-24'],
    ['day', '4h', 'today'],
    ['date', 'today', ''],
    ['boolean', '', true],
    ['boolean', false, false],
    ['number', 'abc', ''],
    ['number', '12', '12'],
    ['numbers', ['1', 'x', 2], ['1', '2']],
  ])('fits %s: %j becomes %j', (editor, value, wanted) => {
    expect(fitted(editor, value)).toEqual(wanted);
  });

  test('begins as something that its own editor keeps', () => {
    const editors: ConditionEditor[] = [
      ...(['none', 'text', 'texts', 'number', 'numbers', 'amount', 'boolean'] as const),
      ...(['one', 'many', 'date', 'day', 'days'] as const),
    ];
    for (const editor of editors)
      expect(fitted(editor, firstValue(editor)), editor).toEqual(firstValue(editor));
  });
});

test('a new rule asks the most usual question of its field', () => {
  expect([status, subject, due].map(usualOperator)).toEqual([
    'is_any_of',
    'contains',
    'hours_since_more_than',
  ]);
});

describe('what the builder holds', () => {
  const tree = {
    id: 'x',
    combinator: 'and',
    not: false,
    rules: [
      { id: 'a', field: 'status', operator: 'is_any_of', value: 'open', valueSource: 'value' },
      {
        id: 'b',
        combinator: 'or',
        not: true,
        rules: [{ id: 'c', field: 'status', operator: 'is_set', value: 'x' }],
      },
      { id: 'd', field: 'gone', operator: 'is', value: 5 },
    ],
  } as unknown as Condition;

  test('becomes the condition that is asked, without its marks', () => {
    expect(conditionOf(tree, fields)).toEqual({
      combinator: 'and',
      rules: [
        { field: 'status', operator: 'is_any_of', value: ['open'] },
        { combinator: 'or', not: true, rules: [{ field: 'status', operator: 'is_set' }] },
        { field: 'gone', operator: 'is', value: 5 },
      ],
    });
  });

  test('is unfinished where something is blank', () => {
    const condition: Condition = {
      combinator: 'and',
      rules: [
        { field: 'status', operator: 'is_any_of', value: [] },
        { combinator: 'or', rules: [] },
        { combinator: 'or', rules: [{ field: 'subject', operator: 'contains', value: '  ' }] },
        { field: 'status', operator: 'is_set' },
      ],
    };
    expect(unfinished(condition)).toEqual(['/rules/0', '/rules/1', '/rules/2/rules/0']);
  });
});

describe('conditions together', () => {
  const a = { field: 'tags', operator: 'is_set' };
  const b = { field: 'cc', operator: 'is_set' };

  test('are flat where they say "all of", and say nothing twice', () => {
    const some: Condition = { combinator: 'or', rules: [a, b] };
    expect(
      together({ combinator: 'and', rules: [a] }, undefined, { combinator: 'and', rules: [a, some] }, some),
    ).toEqual({
      combinator: 'and',
      rules: [a, some],
    });
  });

  test('keep a negated group whole', () => {
    const none: Condition = { combinator: 'and', not: true, rules: [a, b] };
    expect(together(none)).toEqual({ combinator: 'and', rules: [none] });
  });

  test('hold the view and the quick filters that a list is narrowed by', () => {
    const view = { condition: { version: 1, combinator: 'and', not: false, rules: [a] } } as unknown as View;
    expect(around({ owner: 'me', status: 'open', days: 7, q: 'x' }, view).rules).toEqual([
      a,
      { field: 'status', operator: 'is_any_of', value: ['open'] },
      { field: 'owner', operator: 'is_any_of', value: ['current_agent'] },
      { field: 'created', operator: 'within_last_days', value: 7 },
    ]);
    expect(quickRules({ owner: 'none' })[0]?.value).toEqual(['nobody']);
  });
});

describe('a condition in the address', () => {
  test('is read when it is one', () => {
    const condition =
      '{"version":1,"combinator":"or","not":false,"rules":[{"field":"tags","operator":"is_set"}]}';
    expect(conditionIn({ condition })).toEqual({
      combinator: 'or',
      rules: [{ field: 'tags', operator: 'is_set' }],
    });
  });

  test.each([
    '',
    '{',
    '5',
    'null',
    '[]',
    '{}',
    '{"combinator":"xor","rules":[{}]}',
    '{"combinator":"and","rules":[]}',
  ])('is none in %j', (condition) => {
    expect(conditionIn({ condition })).toBeUndefined();
  });

  test('keeps a negation', () => {
    expect(readCondition({ combinator: 'and', not: true, rules: [{}] })?.not).toBe(true);
  });
});
