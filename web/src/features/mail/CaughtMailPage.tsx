import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Drawer } from '@mantine/core';
import { IconMailOff } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { keys } from '~/api/keys';
import { caughtMailQuery, caughtQuery, emptyCaughtMail } from '~/api/settings';
import { moment } from '~/i18n/format';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure, useWords } from '~/ui/Failure';
import { Linked } from '~/ui/html';
import { MoreButton } from '~/ui/MoreButton';
import { complain } from '~/ui/notify';
import { PageFrame } from '~/ui/PageFrame';
import classes from './mail.module.css';
import { PostAddress } from './PostAddress';
import { untokened } from './untokened';

const route = getRouteApi('/_app/caught-mail');

/** Without a mail server outgoing mail is caught here instead of leaving. */
export function CaughtMailPage() {
  const { t } = useLingui();
  const navigate = useNavigate();
  const client = useQueryClient();
  const words = useWords();
  const query = useInfiniteQuery({ ...caughtMailQuery, refetchInterval: 10_000 });
  const { mail } = route.useSearch();
  const show = (id: string | null) => void navigate({ to: '/caught-mail', search: id ? { mail: id } : {} });
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;

  async function empty(): Promise<void> {
    try {
      await emptyCaughtMail();
    } catch (error) {
      complain(words(error));
    }
    await client.invalidateQueries({ queryKey: keys.caughtMail });
  }

  const rows = query.data?.pages.flatMap((page) => page.results);
  return (
    <PageFrame
      title={<Trans>Caught mail</Trans>}
      intro={
        <Trans>This server has no way out for mail yet: what it would send is kept here to look at.</Trans>
      }
      actions={
        rows && rows.length > 0 ? (
          <Button variant="default" onClick={() => void empty()}>
            <Trans>Delete all</Trans>
          </Button>
        ) : undefined
      }
    >
      <DataTable
        label={t`Caught mail`}
        rows={rows}
        rowKey={(one) => one.id}
        onOpen={(one) => show(one.id)}
        openLabel={(one) => t`Open “${one.subject}” to ${one.to.join(', ')}`}
        empty={
          <Empty icon={<IconMailOff size={22} stroke={1.6} />} title={<Trans>No mail has been caught</Trans>}>
            <Trans>Reply to a ticket, and its mail appears here.</Trans>
          </Empty>
        }
        columns={[
          {
            key: 'subject',
            title: t`Mail`,
            cell: (one) => (
              <>
                <span className={classes.subject} dir="auto">
                  {one.subject || t`(no subject)`}
                </span>
                <span className={classes.small} title={one.to.join(', ')}>
                  {one.to.map((address) => untokened(address).short).join(', ')}
                </span>
              </>
            ),
          },
          { key: 'from', title: t`From`, extra: true, cell: (one) => <PostAddress address={one.from} /> },
          {
            key: 'ticket',
            tight: true,
            title: t`Ticket`,
            extra: true,
            cell: (one) => (one.ticket_number ? `#${one.ticket_number}` : ''),
          },
          { key: 'at', tight: true, title: t`Sent`, cell: (one) => moment(one.at) },
        ]}
      />
      <MoreButton query={query} />
      <Drawer
        opened={mail !== undefined}
        onClose={() => show(null)}
        position="right"
        size={560}
        title={<Trans>Caught mail</Trans>}
        closeButtonProps={{ 'aria-label': t`Close` }}
      >
        {mail ? <Mail id={mail} /> : null}
      </Drawer>
    </PageFrame>
  );
}

function Mail({ id }: { id: string }) {
  const query = useQuery(caughtQuery(id));
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const mail = query.data;
  if (!mail) return null;
  return (
    <>
      <dl className={classes.facts}>
        <dt>
          <Trans>From</Trans>
        </dt>
        <dd>{mail.from}</dd>
        <dt>
          <Trans>To</Trans>
        </dt>
        <dd>{mail.to.join(', ')}</dd>
        <dt>
          <Trans>Subject</Trans>
        </dt>
        <dd dir="auto">{mail.subject}</dd>
        {mail.ticket_number ? (
          <>
            <dt>
              <Trans>Ticket</Trans>
            </dt>
            <dd>
              <Link
                to="/tickets/$number"
                params={{ number: String(mail.ticket_number) }}
                search={{ view: 'all' }}
              >
                #{mail.ticket_number}
              </Link>
            </dd>
          </>
        ) : null}
      </dl>
      <p className={classes.text} dir="auto">
        <Linked text={mail.text} />
      </p>
      <details>
        <summary>
          <Trans>All headers</Trans>
        </summary>
        <dl className={`${classes.facts} ${classes.headers} ${classes.raw}`}>
          {mail.headers.map(({ name, value }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat and never change
            <div key={index} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      <Button component="a" variant="default" href={mail.raw_url} mt="md" download={`${id}.eml`}>
        <Trans>Download</Trans>
      </Button>
    </>
  );
}
