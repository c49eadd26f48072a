import { Trans, useLingui } from '@lingui/react/macro';
import { Drawer, SegmentedControl } from '@mantine/core';
import { IconMailbox } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { mailLogQuery } from '~/api/settings';
import type { LedgerRow, LedgerState } from '~/api/settingsTypes';
import { moment } from '~/i18n/format';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { MoreButton } from '~/ui/MoreButton';
import { PageFrame } from '~/ui/PageFrame';
import classes from './mail.module.css';
import { ReplayBar } from './ReplayBar';
import { WayOfMail } from './WayOfMail';

const route = getRouteApi('/_app/mail-log');

/** Every mail that came in, and the way that each took. */
export function MailLogPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const { state = '', mail } = route.useSearch();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery({ ...mailLogQuery(state), refetchInterval: 30_000 });
  const go = (next: { state?: LedgerState | '' | undefined; mail?: string | undefined }) => {
    const search = { state: next.state || undefined, mail: next.mail };
    void navigate({ to: '/mail-log', search });
  };
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const states: Record<LedgerState, string> = {
    received: t`Waits`,
    applied: t`On a ticket`,
    noted: t({ message: 'Noted', context: 'a report of a machine' }),
    duplicate: t`Came twice`,
    quarantined: t`Set aside`,
  };
  const subject = (entry: LedgerRow) => entry.subject || t`(no subject)`;
  return (
    <PageFrame
      title={<Trans>Incoming mail</Trans>}
      intro={<Trans>Every mail that came in, with the way that it took. Nothing is ever dropped.</Trans>}
    >
      <SegmentedControl
        className={classes.states}
        aria-label={t`What became of it`}
        value={state}
        onChange={(value) => {
          setChosen(new Set());
          go({ state: value as LedgerState | '' });
        }}
        data={[
          { value: '', label: t({ message: 'All', context: 'all mail' }) },
          ...Object.entries(states).map(([value, label]) => ({ value, label })),
        ]}
      />
      <ReplayBar chosen={chosen} onDone={() => setChosen(new Set())} />
      <DataTable
        label={t`Incoming mail`}
        choice={{ chosen, onChange: setChosen, label: (entry) => t`Choose “${subject(entry)}”` }}
        rows={query.data?.pages.flatMap((page) => page.results)}
        rowKey={(entry) => entry.id}
        onOpen={(entry) => go({ state, mail: entry.id })}
        openLabel={(entry) => t`The way of “${subject(entry)}”`}
        empty={
          <Empty icon={<IconMailbox size={22} stroke={1.6} />} title={<Trans>No mail here</Trans>}>
            <Trans>Mail that comes in appears here within seconds.</Trans>
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
            key: 'state',
            title: t`What became of it`,
            cell: (entry) => (
              <>
                {states[entry.state as LedgerState]}
                {entry.ticket_number === null ? '' : ` #${entry.ticket_number}`}
                {entry.explanation ? <span className={classes.small}>{entry.explanation}</span> : null}
              </>
            ),
          },
          {
            key: 'mailbox',
            title: t`Mailbox`,
            extra: true,
            tight: true,
            cell: (entry) => entry.mailbox ?? '',
          },
          {
            key: 'at',
            tight: true,
            extra: true,
            title: t`Received`,
            cell: (entry) => moment(entry.received_at),
          },
        ]}
      />
      <MoreButton query={query} />
      <Drawer
        opened={mail !== undefined}
        onClose={() => go({ state })}
        position="right"
        size={520}
        title={<Trans>The way of this mail</Trans>}
        closeButtonProps={{ 'aria-label': t`Close` }}
      >
        {mail ? <WayOfMail id={mail} onPlaced={() => go({ state })} /> : null}
      </Drawer>
    </PageFrame>
  );
}
