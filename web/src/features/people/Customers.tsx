import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAddressBook, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { customersQuery } from '~/api/settings';
import { Avatar } from '~/ui/Avatar';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { MoreButton } from '~/ui/MoreButton';
import classes from './people.module.css';

export function Customers() {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [needle] = useDebouncedValue(text.trim(), 200);
  const query = useInfiniteQuery(customersQuery(needle));
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
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
                  {customer.name || customer.email}
                  <small>{customer.email}</small>
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
        ]}
      />
      <MoreButton query={query} />
    </>
  );
}
