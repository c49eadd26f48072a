import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconMailCheck } from '@tabler/icons-react';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keys } from '~/api/keys';
import { failedMailQuery, settleFailure } from '~/api/settings';
import type { FailedMail } from '~/api/settingsTypes';
import SendAgain from '~/features/ticket/SendAgain';
import { moment } from '~/i18n/format';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure, useWords } from '~/ui/Failure';
import { MoreButton } from '~/ui/MoreButton';
import { complain } from '~/ui/notify';
import { PageFrame } from '~/ui/PageFrame';
import classes from './mail.module.css';

/** Replies that did not arrive, until somebody has dealt with each. */
export function FailedMailPage() {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const query = useInfiniteQuery({ ...failedMailQuery, refetchInterval: 60_000 });
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;

  async function settle(one: FailedMail): Promise<void> {
    try {
      await settleFailure(one.ticket_number, one.id);
    } catch (error) {
      complain(words(error));
    }
    await client.invalidateQueries({ queryKey: keys.failedMail });
    await client.invalidateQueries({ queryKey: keys.mailTrouble });
  }

  return (
    <PageFrame
      title={<Trans>Failed mail</Trans>}
      intro={
        <Trans>
          Replies that did not reach somebody, or perhaps did. What failed has opened its ticket again.
        </Trans>
      }
    >
      <DataTable
        label={t`Failed mail`}
        rows={query.data?.pages.flatMap((page) => page.results)}
        rowKey={(one) => one.id}
        empty={
          <Empty icon={<IconMailCheck size={22} stroke={1.6} />} title={<Trans>All mail has arrived</Trans>}>
            <Trans>What a mail server refuses or sends back is listed here.</Trans>
          </Empty>
        }
        columns={[
          {
            key: 'ticket',
            title: t`Ticket`,
            cell: (one) => (
              <>
                <Link
                  to="/tickets/$number"
                  params={{ number: String(one.ticket_number) }}
                  search={{ message: `m${one.message_id}` }}
                  className={classes.subject}
                  dir="auto"
                >
                  #{one.ticket_number} {one.ticket_subject}
                </Link>
                <span className={classes.small}>{one.author}</span>
              </>
            ),
          },
          {
            key: 'why',
            title: t`To`,
            cell: (one) => (
              <>
                {one.recipient}
                <span className={classes.small}>
                  {one.state === 'uncertain' ? t`Perhaps delivered` : t`Not delivered`}
                  {one.detail ? ` (${one.detail})` : ''}
                </span>
              </>
            ),
          },
          { key: 'at', tight: true, extra: true, title: t`When`, cell: (one) => moment(one.at) },
          {
            key: 'do',
            tight: true,
            title: t`Actions`,
            cell: (one) => (
              <div className={classes.rowActions}>
                <SendAgain number={one.ticket_number} delivery={one} />
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={t`Done with the mail to ${one.recipient}`}
                  onClick={() => void settle(one)}
                >
                  <Trans context="a failed mail is dealt with">Done</Trans>
                </Button>
              </div>
            ),
          },
        ]}
      />
      <MoreButton query={query} />
    </PageFrame>
  );
}
