import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconArrowBackUp, IconBan, IconRepeatOff } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keys } from '~/api/keys';
import { automaticMailQuery, decideLoop } from '~/api/settings';
import type { AutomaticExchange, BlockedAddress, LoopVerdict, MailLoop } from '~/api/settingsTypes';
import { moment } from '~/i18n/format';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure, useWords } from '~/ui/Failure';
import { complain } from '~/ui/notify';
import { PageFrame } from '~/ui/PageFrame';
import classes from './automatic.module.css';

/** Where automatic mail went in a circle and was stopped, until somebody decides; and the addresses that get none. */
export function AutomaticMailPage() {
  const client = useQueryClient();
  const words = useWords();
  const query = useQuery({ ...automaticMailQuery, refetchInterval: 30_000 });
  const decision = useMutation({
    mutationFn: ({ id, verdict }: { id: string; verdict: LoopVerdict }) => decideLoop(id, verdict),
    onSuccess: (standing) => client.setQueryData(keys.automaticMail, standing),
    onError: (error) => complain(words(error)),
    onSettled: () => client.invalidateQueries({ queryKey: keys.mailTrouble }),
  });
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const standing = query.data;
  const decide = (id: string, verdict: LoopVerdict) => decision.mutate({ id, verdict });
  return (
    <PageFrame
      title={<Trans>Automatic mail</Trans>}
      intro={
        <Trans>
          An address that answers each of our automatic mails by a new one gets none any more. People still
          answer it.
        </Trans>
      }
    >
      {standing && standing.loops.length === 0 && standing.blocked.length === 0 ? (
        <Empty
          icon={<IconRepeatOff size={22} stroke={1.6} />}
          title={<Trans>Nothing goes in a circle</Trans>}
        >
          <Trans>
            One address gets {standing.an_hour} automatic mails an hour and {standing.a_day} a day at most.
          </Trans>
        </Empty>
      ) : null}
      {standing?.loops.map((loop) => (
        <Loop key={loop.id} loop={loop} busy={decision.isPending} decide={decide} />
      ))}
      {standing && standing.blocked.length > 0 ? (
        <Blocked rows={standing.blocked} busy={decision.isPending} decide={decide} />
      ) : null}
    </PageFrame>
  );
}

interface Deciding {
  busy: boolean;
  decide: (id: string, verdict: LoopVerdict) => void;
}

function Loop({ loop, busy, decide }: { loop: MailLoop } & Deciding) {
  const { t } = useLingui();
  const { address, held } = loop;
  return (
    <article className={classes.loop} aria-label={address}>
      <h2>{address}</h2>
      <p className={classes.why}>
        {loop.words} <Trans>Stopped {moment(loop.since)}.</Trans>{' '}
        <Plural value={held} one="# mail got no answer since." other="# mails got no answer since." />
      </p>
      <ol className={classes.mails} aria-label={t`The last mails`}>
        {loop.mails.map((mail) => (
          <Mail key={mail.id} mail={mail} />
        ))}
      </ol>
      <div className={classes.decide}>
        <Button
          disabled={busy}
          onClick={() => decide(loop.id, 'resume')}
          aria-label={t`Resume automatic mail to ${address}`}
        >
          <Trans>Resume</Trans>
        </Button>
        <Button
          variant="default"
          disabled={busy}
          onClick={() => decide(loop.id, 'block')}
          aria-label={t`Block automatic mail to ${address}`}
        >
          <Trans>Block automatic mail to this address</Trans>
        </Button>
      </div>
    </article>
  );
}

/** What came in, and what was sent because of it. */
function Mail({ mail }: { mail: AutomaticExchange }) {
  const { t } = useLingui();
  const sent = mail.outcome === 'sent';
  return (
    <li>
      <span
        className={classes.sign}
        data-sent={sent || undefined}
        data-held={sent ? undefined : true}
        aria-hidden="true"
      >
        {sent ? <IconArrowBackUp size={13} stroke={2} /> : <IconBan size={13} stroke={2} />}
      </span>
      <span className={classes.came}>
        <Link to="/mail-log" search={{ mail: mail.ledger_id }} dir="auto">
          {mail.subject || t`(no subject)`}
        </Link>{' '}
        <small>
          {mail.words}
          {mail.ticket_number === null ? null : (
            <>
              {' · '}
              <Link to="/tickets/$number" params={{ number: String(mail.ticket_number) }}>
                #{mail.ticket_number}
              </Link>
            </>
          )}
        </small>
      </span>
      <time dateTime={mail.at}>{moment(mail.at)}</time>
    </li>
  );
}

function Blocked({ rows, busy, decide }: { rows: BlockedAddress[] } & Deciding) {
  const { t } = useLingui();
  return (
    <>
      <h2 className={classes.heading}>
        <Trans>Blocked addresses</Trans>
      </h2>
      <DataTable
        label={t`Blocked addresses`}
        rows={rows}
        rowKey={(one) => one.id}
        empty={null}
        columns={[
          { key: 'address', title: t`Address`, cell: (one) => one.address },
          {
            key: 'since',
            tight: true,
            extra: true,
            title: t`Blocked since`,
            cell: (one) => moment(one.since),
          },
          {
            key: 'do',
            tight: true,
            title: t`Actions`,
            cell: (one) => (
              <Button
                size="compact-sm"
                variant="default"
                disabled={busy}
                onClick={() => decide(one.id, 'unblock')}
                aria-label={t`Unblock automatic mail to ${one.address}`}
              >
                <Trans>Unblock</Trans>
              </Button>
            ),
          },
        ]}
      />
    </>
  );
}
