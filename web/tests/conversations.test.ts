import { expect, test } from 'vitest';
import { forApi, inAddress, readAddress } from '~/features/ticket/conversations/address';
import { only } from '~/features/ticket/timeline';

const said = [{ conversation_id: null }, { conversation_id: '191423290206289920' }, { conversation_id: '7' }];

test('one conversation shows its own, the first what is in no other, and none chosen everything', () => {
  expect(only(undefined, said)).toEqual(said);
  expect(only('first', said)).toEqual([said[0]]);
  expect(only(inAddress('191423290206289920'), said)).toEqual([said[1]]);
});

test('the address takes an id with its letter, and nothing that it could not be', () => {
  expect(readAddress('c191423290206289920')).toBe('c191423290206289920');
  expect(readAddress('first')).toBe('first');
  for (const wrong of ['7', 'c', 'cx', 7, undefined, 'c1 or 1=1']) expect(readAddress(wrong)).toBeUndefined();
  expect(['first', 'c7', undefined].map(forApi)).toEqual(['first', '7', undefined]);
});
