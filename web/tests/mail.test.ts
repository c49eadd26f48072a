import { expect, test } from 'vitest';
import { untokened } from '~/features/mail/untokened';

test.each([
  ['support+akt6jqk77vqacngv6w5mo7@localhost', 'support@localhost', 'support+…5mo7@localhost'],
  ['support+short@localhost', 'support@localhost', 'support+short@localhost'],
  ['support@localhost', 'support@localhost', 'support@localhost'],
  ['nobody', 'nobody', 'nobody'],
  ['a@b+c.example', 'a@b+c.example', 'a@b+c.example'],
])('%s is of %s', (address, plain, short) => {
  expect(untokened(address)).toEqual({ plain, short });
});
