import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Drawer } from '@mantine/core';
import { IconDownload, IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { keys } from '~/api/keys';
import { ledgerQuery, quarantineQuery, rawMailUrl, releaseMail, retryMail } from '~/api/settings';
import type { Quarantined } from '~/api/settingsTypes';
import { bytes, moment } from '~/i18n/format';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure, useWords } from '~/ui/Failure';
import { MoreButton } from '~/ui/MoreButton';
import { complain, tell } from '~/ui/notify';
import { PageFrame } from '~/ui/PageFrame';
import classes from './mail.module.css';

const route = getRouteApi('/_app/quarantine');

/** Mail that could not be placed. Nothing is ever dropped; here it says why it waits. */
export function QuarantinePage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const query = useInfiniteQuery(quarantineQuery);
  const { mail } = route.useSearch();
  const show = (id: string | null) => void navigate({ to: '/quarantine', search: id ? { mail: id } : {} });
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const subject = (entry: Quarantined) => entry.subject || t`(no subject)`;
  return (
    <PageFrame
      title={<Trans>Quarantine</Trans>}
      intro={<Trans>Mail that became no ticket, each with the reason and the way it took.</Trans>}
    >
      <DataTable
        label={t`Quarantine`}
        rows={query.data?.pages.flatMap((page) => page.results)}
        rowKey={(entry) => entry.id}
        onOpen={(entry) => show(entry.id)}
        openLabel={(entry) => t`Why is “${subject(entry)}” here?`}
        empty={
          <Empty
            icon={<IconShieldCheck size={22} stroke={1.6} />}
            title={<Trans>The quarantine is empty</Trans>}
          >
            <Trans>Every mail so far has found its ticket.</Trans>
          </Empty>
        }
        columns={[
          {
            key: 'subject',
            title: t`Mail`,
            cell: (entry) => (
              <>
                <span className={classes.subject} dir="auto">
                  {subject(entry)}
                </span>
                <span className={classes.small}>{entry.from || t`Unknown sender`}</span>
              </>
            ),
          },
          {
            key: 'reason',
            title: t`Reason`,
            cell: (entry) => <span className={classes.reason}>{entry.explanation}</span>,
          },
          { key: 'mailbox', title: t`Mailbox`, extra: true, cell: (entry) => entry.mailbox ?? '' },
          {
            key: 'at',
            tight: true,
            title: t`Received`,
            extra: true,
            cell: (entry) => moment(entry.received_at),
          },
        ]}
      />
      <MoreButton query={query} />
      <Drawer
        opened={mail !== undefined}
        onClose={() => show(null)}
        position="right"
        size={520}
        title={<Trans>The way of this mail</Trans>}
        closeButtonProps={{ 'aria-label': t`Close` }}
      >
        {mail ? <Trace id={mail} onPlaced={() => show(null)} /> : null}
      </Drawer>
    </PageFrame>
  );
}

function Trace({ id, onPlaced }: { id: string; onPlaced: () => void }) {
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
        <dt>
          <Trans>Reason</Trans>
        </dt>
        <dd className={classes.reason}>{entry.explanation}</dd>
      </dl>
      <ol className={classes.trace}>
        {entry.trace.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a recorded trace never changes its order
          <li key={index}>
            <div>
              <b>{step.step}</b>: {step.outcome}
              {step.detail ? <p>{step.detail}</p> : null}
            </div>
          </li>
        ))}
      </ol>
      {entry.raw_removed_at === null ? (
        <>
          <div className={classes.actions}>
            <Button onClick={() => void place(releaseMail)}>
              <Trans>Make a ticket of it</Trans>
            </Button>
            <Button variant="default" onClick={() => void place(retryMail)}>
              <Trans>Try again</Trans>
            </Button>
          </div>
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
