import { Trans, useLingui } from '@lingui/react/macro';
import { Button, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { addAddress, type CustomerDetail, makeMainAddress, removeAddress } from '~/api/customers';
import { keys } from '~/api/keys';
import { settle } from '~/api/settle';
import { FormAlert } from '~/ui/FormAlert';
import { useProblems } from '~/ui/useProblems';
import classes from './customers.module.css';

/** Under which addresses they are known. The main one is where they are answered unless they wrote from another. */
export function Addresses({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const problems = useProblems();
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const may = customer.abilities.edit?.allowed ?? false;

  async function run(work: Promise<CustomerDetail>, form?: HTMLFormElement): Promise<boolean> {
    setBusy(true);
    problems.clear();
    try {
      await settle(client, keys.customer(customer.id), await work);
      void client.invalidateQueries({ queryKey: keys.allCustomers });
      return true;
    } catch (error) {
      problems.take(error, form);
      return false;
    } finally {
      setBusy(false);
    }
  }

  async function add(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    if (text.trim() !== '' && (await run(addAddress(customer.id, text.trim()), event.currentTarget)))
      setText('');
  }

  return (
    <section className={classes.card} aria-labelledby="addresses">
      <h2 id="addresses">
        <Trans>Mail addresses</Trans>
      </h2>
      <ul className={classes.lines}>
        {customer.email ? (
          <li>
            <a href={`mailto:${customer.email}`}>{customer.email}</a>
            <span className={classes.tag}>
              <Trans>Main address</Trans>
            </span>
          </li>
        ) : null}
        {customer.addresses.map((address) => (
          <li key={address.id}>
            <a href={`mailto:${address.email}`}>{address.email}</a>
            {may ? (
              <>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  disabled={busy}
                  aria-label={t`Make ${address.email} the main address`}
                  onClick={() => void run(makeMainAddress(customer.id, address.id))}
                >
                  <Trans>Make main</Trans>
                </Button>
                <Button
                  size="compact-xs"
                  variant="subtle"
                  color="gray"
                  disabled={busy}
                  aria-label={t`Remove ${address.email}`}
                  onClick={() => void run(removeAddress(customer.id, address.id))}
                >
                  <Trans>Remove</Trans>
                </Button>
              </>
            ) : null}
          </li>
        ))}
      </ul>
      {may ? (
        <form onSubmit={add} className={classes.add}>
          <TextInput
            type="email"
            aria-label={t`Another mail address`}
            placeholder={t`Another mail address`}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={problems.at('/email')}
          />
          <Button type="submit" variant="default" loading={busy} disabled={text.trim() === ''}>
            <Trans>Add</Trans>
          </Button>
        </form>
      ) : null}
      <FormAlert>{problems.rest()}</FormAlert>
    </section>
  );
}
