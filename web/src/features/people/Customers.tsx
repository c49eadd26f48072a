import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAddressBook, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { meQuery } from '~/api/session';
import { blockCustomer, customersQuery } from '~/api/settings';
import type { Schemas } from '~/api/types';
import { Avatar } from '~/ui/Avatar';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure, useWords } from '~/ui/Failure';
import { MoreButton } from '~/ui/MoreButton';
import { complain, tell } from '~/ui/notify';
import classes from './people.module.css';

const SampleNote = lazy(() => import('./SampleNote'));

type Customer = Schemas['CustomerShown'];

export function Customers() {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [needle] = useDebouncedValue(text.trim(), 200);
  const query = useInfiniteQuery(customersQuery(needle));
  const client = useQueryClient();
  const words = useWords();
  const { data: me } = useSuspenseQuery(meQuery);
  const mayBlock = me.abilities.spam?.allowed ?? false;

  async function block(customer: Customer, on: boolean): Promise<void> {
    try {
      await blockCustomer(customer.id, on);
      await client.invalidateQueries({ queryKey: ['customers'] });
      const name = customer.name || customer.email;
      tell(
        on ? t`What ${name} writes from now on goes to the spam folder` : t`${name} is blocked no longer`,
        {
          label: t`Undo`,
          run: () => void block(customer, !on),
        },
      );
    } catch (error) {
      complain(words(error));
    }
  }

  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      {me.abilities.manage_people?.allowed ? (
        <Suspense>
          <SampleNote />
        </Suspense>
      ) : null}
      <div className={classes.tools}>
        <TextInput
          type="search"
          size="xs"
          aria-label={t`Search customers`}
          placeholder={t`Name or mail address`}
          leftSection={<IconSearch size={15} stroke={1.6} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      <DataTable
        label={t`Customers`}
        rows={query.data?.pages.flatMap((page) => page.results)}
        rowKey={(customer) => customer.id}
        empty={
          <Empty icon={<IconAddressBook size={22} stroke={1.6} />} title={<Trans>No customers found</Trans>}>
            <Trans>Whoever writes in becomes a customer.</Trans>
          </Empty>
        }
        columns={[
          {
            key: 'name',
            title: t`Name`,
            cell: (customer) => (
              <span className={classes.person}>
                <Avatar name={customer.name || customer.email} />
                <span>
                  <Link to="/people/customers/$id" params={{ id: customer.id }}>
                    {customer.name || customer.email}
                  </Link>
                  {customer.blocked ? (
                    <span className={classes.flag}>
                      <Trans>Blocked</Trans>
                    </span>
                  ) : null}
                  <small>
                    {customer.email}
                    {customer.addresses.length > 0 ? ` +${customer.addresses.length}` : ''}
                  </small>
                </span>
              </span>
            ),
          },
          {
            key: 'organisation',
            title: t`Organisation`,
            extra: true,
            cell: (customer) => customer.organisation ?? '',
          },
          {
            key: 'tickets',
            tight: true,
            title: t`Tickets`,
            cell: (customer) => (
              <Link to="/tickets" search={{ view: 'all', q: customer.email }}>
                <Plural value={customer.tickets} one="# ticket" other="# tickets" />
              </Link>
            ),
          },
          ...(mayBlock
            ? [
                {
                  key: 'block',
                  tight: true,
                  extra: true,
                  title: <span className="sr-only">{t`Mail`}</span>,
                  cell: (customer: Customer) => (
                    <Button
                      size="compact-xs"
                      variant="subtle"
                      color={customer.blocked ? 'accent' : 'gray'}
                      onClick={() => void block(customer, !customer.blocked)}
                      aria-label={
                        customer.blocked ? t`Unblock ${customer.email}` : t`Block ${customer.email}`
                      }
                    >
                      {customer.blocked ? t`Unblock` : t`Block`}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      <MoreButton query={query} />
    </>
  );
}
