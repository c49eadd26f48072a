import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Switch } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askForExport, type CustomerDetail, exportsQuery, exportUrl } from '~/api/customers';
import { keys } from '~/api/keys';
import { bytes, moment } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { FormAlert } from '~/ui/FormAlert';
import classes from './customers.module.css';

/** Everything about them as a file, for whoever asks on their behalf. */
export function Exports({ customer }: { customer: CustomerDetail }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const [notes, setNotes] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const { data } = useQuery(exportsQuery(customer.id));

  async function ask(): Promise<void> {
    setProblem(null);
    try {
      await askForExport(customer.id, notes);
      await client.invalidateQueries({ queryKey: keys.exports(customer.id) });
    } catch (error) {
      setProblem(words(error));
    }
  }

  return (
    <section className={classes.card} aria-labelledby="exports">
      <h2 id="exports">
        <Trans>Everything about this customer</Trans>
      </h2>
      <p className={classes.none}>
        <Trans>Facts, public messages and files as a zip. It can be fetched by you for seven days.</Trans>
      </p>
      <Switch
        label={t`With internal notes`}
        checked={notes}
        onChange={(event) => setNotes(event.currentTarget.checked)}
      />
      <Button variant="default" onClick={() => void ask()} style={{ justifySelf: 'start' }}>
        <Trans>Export</Trans>
      </Button>
      <FormAlert>{problem}</FormAlert>
      <ul className={classes.lines}>
        {data?.results.map((one) => (
          <li key={one.id}>
            {one.ready ? (
              <a href={exportUrl(customer.id, one.id)} download>
                <Trans>Download ({bytes(one.size)})</Trans>
              </a>
            ) : (
              <span role="status">
                <Trans>Being made…</Trans>
              </span>
            )}
            <span className={classes.none}>
              {moment(one.created_at)}
              {one.internal_notes ? ` · ${t`With internal notes`}` : ''}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
