import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Menu } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import type { CustomerDetail } from '~/api/customers';
import { keys } from '~/api/keys';
import { blockCustomer } from '~/api/settings';
import { useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';

const MergeDialog = lazy(() => import('./MergeDialog'));
const EraseDialog = lazy(() => import('./EraseDialog'));

/** What may be done to a customer as a whole. What somebody may not do is not offered. */
export function CustomerActions({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [open, setOpen] = useState<'merge' | 'erase' | null>(null);
  const may = (verb: string) => customer.abilities[verb]?.allowed ?? false;
  const name = customer.name || customer.email;

  async function block(on: boolean): Promise<void> {
    try {
      await blockCustomer(customer.id, on);
      await client.invalidateQueries({ queryKey: keys.allCustomers });
      tell(
        on ? t`What ${name} writes from now on goes to the spam folder` : t`${name} is blocked no longer`,
        { label: t`Undo`, run: () => void block(!on) },
      );
    } catch (error) {
      complain(words(error));
    }
  }

  return (
    <>
      {may('block') && customer.blocked ? (
        <Button variant="default" onClick={() => void block(false)}>
          <Trans>Unblock</Trans>
        </Button>
      ) : null}
      {may('block') || may('merge') || may('erase') ? (
        <Menu position="bottom-end" width={220}>
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={14} stroke={1.6} />}>
              <Trans>More</Trans>
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {may('merge') ? (
              <Menu.Item onClick={() => setOpen('merge')}>
                <Trans>Merge with another customer…</Trans>
              </Menu.Item>
            ) : null}
            {may('block') ? (
              <Menu.Item onClick={() => void block(!customer.blocked)}>
                {customer.blocked ? <Trans>Unblock</Trans> : <Trans>Block</Trans>}
              </Menu.Item>
            ) : null}
            {may('erase') ? (
              <Menu.Item color="red" onClick={() => setOpen('erase')}>
                <Trans>Erase…</Trans>
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <Suspense>
        {open === 'merge' ? <MergeDialog customer={customer} onClose={() => setOpen(null)} /> : null}
        {open === 'erase' ? <EraseDialog customer={customer} onClose={() => setOpen(null)} /> : null}
      </Suspense>
    </>
  );
}
