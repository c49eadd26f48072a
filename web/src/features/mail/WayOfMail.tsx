import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keys } from '~/api/keys';
import { ledgerQuery, rawMailUrl, releaseMail, retryMail } from '~/api/settings';
import { bytes, moment } from '~/i18n/format';
import { Failure, useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';
import classes from './mail.module.css';

/** How a mail was placed, step by step, and what may be done with it. */
export function WayOfMail({ id, onPlaced }: { id: string; onPlaced: () => void }) {
  const { t } = useLingui();
  const words = useWords();
  const client = useQueryClient();
  const query = useQuery(ledgerQuery(id));

  async function place(way: (id: string) => Promise<unknown>): Promise<void> {
    try {
      await way(id);
      tell(t`The mail is placed again.`);
      onPlaced();
    } catch (error) {
      complain(words(error));
    }
    await client.invalidateQueries({ queryKey: keys.quarantine });
    await client.invalidateQueries({ queryKey: keys.mailLog });
    await client.invalidateQueries({ queryKey: keys.mailTrouble });
  }

  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const entry = query.data;
  if (!entry) return null;
  return (
    <>
      <dl className={classes.facts}>
        <dt>
          <Trans>From</Trans>
        </dt>
        <dd>{entry.from}</dd>
        <dt>
          <Trans>Subject</Trans>
        </dt>
        <dd dir="auto">{entry.subject}</dd>
        <dt>
          <Trans>Received</Trans>
        </dt>
        <dd>{moment(entry.received_at)}</dd>
        {entry.explanation ? (
          <>
            <dt>
              <Trans>Reason</Trans>
            </dt>
            <dd className={classes.reason}>{entry.explanation}</dd>
          </>
        ) : null}
        {entry.ticket_number === null ? null : (
          <>
            <dt>
              <Trans>Ticket</Trans>
            </dt>
            <dd>
              <Link to="/tickets/$number" params={{ number: String(entry.ticket_number) }}>
                #{entry.ticket_number}
              </Link>
            </dd>
          </>
        )}
      </dl>
      <ol className={classes.trace}>
        {entry.trace.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a recorded trace never changes its order
          <li key={index}>
            <div>
              <b>{step.label}</b>: {step.said}
              {step.detail ? <p>{step.detail}</p> : null}
            </div>
          </li>
        ))}
      </ol>
      {entry.raw_removed_at === null ? (
        <>
          {entry.state === 'quarantined' ? (
            <div className={classes.actions}>
              <Button onClick={() => void place(releaseMail)}>
                <Trans>Make a ticket of it</Trans>
              </Button>
              <Button variant="default" onClick={() => void place(retryMail)}>
                <Trans>Try again</Trans>
              </Button>
            </div>
          ) : null}
          <Button
            component="a"
            variant="default"
            href={rawMailUrl(id)}
            download={`${id}.eml`}
            leftSection={<IconDownload size={15} stroke={1.6} />}
          >
            <Trans>Download the mail as it came ({bytes(entry.size)})</Trans>
          </Button>
        </>
      ) : (
        <p>
          <Trans>Raw mail removed on {moment(entry.raw_removed_at)}. What is written here stays.</Trans>
        </p>
      )}
    </>
  );
}
