import { expect, test } from 'vitest';
import { readFilters } from '~/features/audit/filters';

test('filters are read from the address, and what is none is left out', () => {
  expect(
    readFilters({ subject: 'person', act: 'changed', from: '2026-11-01', to: '2026-13-01', actor: '12' }),
  ).toEqual({
    subject: 'person',
    act: 'changed',
    from: '2026-11-01',
    actor: '12',
  });
  expect(readFilters({ subject: 1, act: '', actor: 'me', from: 'yesterday' })).toEqual({});
});
