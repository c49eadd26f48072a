import { Trans, useLingui } from '@lingui/react/macro';
import { Drawer } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { quarantineQuery } from '~/api/settings';
import type { Quarantined } from '~/api/settingsTypes';
import { moment } from '~/i18n/format';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { MoreButton } from '~/ui/MoreButton';
import { PageFrame } from '~/ui/PageFrame';
import classes from './mail.module.css';
import { WayOfMail } from './WayOfMail';

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
        {mail ? <WayOfMail id={mail} onPlaced={() => show(null)} /> : null}
      </Drawer>
    </PageFrame>
  );
}
