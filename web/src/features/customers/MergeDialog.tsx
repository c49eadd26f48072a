import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Radio, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type CustomerDetail, customerQuery, mergeCustomers } from '~/api/customers';
import { keys } from '~/api/keys';
import { customersQuery } from '~/api/settings';
import { FormDialog } from '~/ui/FormDialog';
import { tell } from '~/ui/notify';
import classes from './customers.module.css';

interface Props {
  customer: CustomerDetail;
  onClose: () => void;
}

const nameOf = (one: { name: string; email: string }) => one.name || one.email;

/** Two customers side by side, and who of them stays. */
export default function MergeDialog({ customer, onClose }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [needle] = useDebouncedValue(text.trim(), 200);
  const [otherId, setOtherId] = useState<string | null>(null);
  const [stays, setStays] = useState(customer.id);
  const { data } = useInfiniteQuery({ ...customersQuery(needle), enabled: needle.length > 0 });
  const { data: other } = useQuery({ ...customerQuery(otherId ?? ''), enabled: otherId !== null });
  const found = (data?.pages[0]?.results ?? []).filter((one) => one.id !== customer.id);
  const options = found.map((one) => ({
    value: one.id,
    label: one.name ? `${one.name} · ${one.email}` : one.email,
  }));
  if (other && !options.some((one) => one.value === other.id)) {
    options.push({ value: other.id, label: other.name ? `${other.name} · ${other.email}` : other.email });
  }

  async function merge(): Promise<void> {
    const goes = stays === customer.id ? (otherId ?? customer.id) : customer.id;
    const kept = await mergeCustomers(stays, goes);
    await client.invalidateQueries({ queryKey: keys.allCustomers });
    tell(t`${nameOf(kept)} stays. Tickets follow within moments.`);
    await navigate({ to: '/people/customers/$id', params: { id: stays } });
  }

  return (
    <FormDialog
      title={<Trans>Merge two customers</Trans>}
      submitLabel={<Trans>Merge</Trans>}
      size={640}
      danger
      onClose={onClose}
      onSubmit={merge}
    >
      {(problemAt) => (
        <>
          <Select
            label={t`The other customer`}
            placeholder={t`Name or mail address`}
            data={options}
            filter={({ options: all }) => all}
            value={otherId}
            onChange={setOtherId}
            searchable
            onSearchChange={setText}
            nothingFoundMessage={needle ? t`No customers found` : null}
            required
            data-autofocus
            error={problemAt('/absorbed_id')}
          />
          {other ? (
            <Radio.Group label={t`Who stays?`} value={stays} onChange={setStays}>
              <div className={classes.pair}>
                <Side customer={customer} />
                <Side customer={other} />
              </div>
            </Radio.Group>
          ) : null}
          <p className={classes.none}>
            <Trans>
              Addresses, tickets, copies and messages go over to who stays; name, organisation and language
              only where those are missing. This cannot be undone.
            </Trans>
          </p>
        </>
      )}
    </FormDialog>
  );
}

function Side({ customer }: { customer: CustomerDetail }) {
  return (
    <div className={classes.side}>
      <Radio value={customer.id} label={nameOf(customer)} />
      <p>{[customer.email, ...customer.addresses.map((one) => one.email)].join(', ')}</p>
      {customer.organisation ? <p dir="auto">{customer.organisation}</p> : null}
      <p>
        <Plural value={customer.tickets} one="# ticket" other="# tickets" />
        {' · '}
        <Plural value={customer.copied} one="in copy of # ticket" other="in copy of # tickets" />
      </p>
      {customer.blocked ? (
        <p className={classes.flag}>
          <Trans>Blocked</Trans>
        </p>
      ) : null}
    </div>
  );
}
