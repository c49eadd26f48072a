import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Radio, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { type CustomerDetail, eraseCustomer, erasureQuery } from '~/api/customers';
import { keys } from '~/api/keys';
import { FormDialog } from '~/ui/FormDialog';
import { tell } from '~/ui/notify';
import classes from './customers.module.css';

interface Props {
  customer: CustomerDetail;
  onClose: () => void;
}

/** What goes, what stays, and the name once more. */
export default function EraseDialog({ customer, onClose }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [tickets, setTickets] = useState<'keep' | 'delete'>('keep');
  const { data: preview } = useQuery(erasureQuery(customer.id));

  return (
    <FormDialog
      title={<Trans>Erase a customer</Trans>}
      submitLabel={<Trans>Erase for good</Trans>}
      size={560}
      danger
      onClose={onClose}
      onSubmit={async (text) => {
        await eraseCustomer(customer.id, { name: text('name'), tickets });
        client.removeQueries({ queryKey: keys.customer(customer.id) });
        tell(t`Erased. What they wrote goes within moments.`);
        await navigate({ to: '/people', search: { tab: 'customers' } });
        await client.invalidateQueries({ queryKey: keys.allCustomers });
      }}
    >
      {(problemAt) => (
        <>
          {preview ? (
            <ul className={classes.goes}>
              <li>
                <Trans>Name, addresses and note</Trans>
              </li>
              <li>
                <Plural value={preview.tickets} one="# ticket of theirs" other="# tickets of theirs" />,{' '}
                <Plural value={preview.messages} one="# message" other="# messages" />,{' '}
                <Plural value={preview.files} one="# file" other="# files" />
              </li>
              <li>
                <Plural
                  value={preview.others}
                  one="Their part in # other ticket"
                  other="Their part in # other tickets"
                />
              </li>
              <li>
                <Trans>Original mails, drafts and search entries of all of these</Trans>
              </li>
            </ul>
          ) : null}
          <Radio.Group
            label={t`Their tickets`}
            value={tickets}
            onChange={(value) => setTickets(value === 'delete' ? 'delete' : 'keep')}
          >
            <div className={classes.choices}>
              <Radio value="keep" label={t`Keep them without texts, so that reports stay true`} />
              <Radio value="delete" label={t`Delete them too`} />
            </div>
          </Radio.Group>
          <TextInput
            name="name"
            label={t`Type the name to confirm: ${preview?.typed ?? ''}`}
            autoComplete="off"
            required
            error={problemAt('/name')}
          />
          <p className={classes.none}>
            <Trans>Nothing brings this back.</Trans>
          </p>
        </>
      )}
    </FormDialog>
  );
}
