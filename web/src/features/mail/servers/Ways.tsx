import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { keys } from '~/api/keys';
import { decideOlderMail, removeMailServer } from '~/api/settings';
import type { Mailbox, MailServer } from '~/api/settingsTypes';
import { moment } from '~/i18n/format';
import { useWords } from '~/ui/Failure';
import { complain } from '~/ui/notify';
import { HookRow } from './HookRow';
import classes from './servers.module.css';
import type { Direction } from './useServerDraft';

const ServerDialog = lazy(() => import('./ServerDialog'));

/** How mail comes into a mailbox, and how replies leave it: two rows of its facts. */
export function Ways({ box }: { box: Mailbox }) {
  const [open, setOpen] = useState<Direction | null>(null);
  return (
    <>
      <dt className={classes.label}>
        <Trans>Mail comes in</Trans>
      </dt>
      <dd className={classes.way}>
        <Way box={box} direction="incoming" onOpen={() => setOpen('incoming')} />
      </dd>
      <HookRow box={box} />
      <dt className={classes.label}>
        <Trans>Replies leave</Trans>
      </dt>
      <dd className={classes.way}>
        <Way box={box} direction="outgoing" onOpen={() => setOpen('outgoing')} />
        {open ? (
          <Suspense>
            <ServerDialog mailbox={box} direction={open} onClose={() => setOpen(null)} />
          </Suspense>
        ) : null}
      </dd>
    </>
  );
}

interface WayProps {
  box: Mailbox;
  direction: Direction;
  onOpen: () => void;
}

function Way({ box, direction, onOpen }: WayProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const words = useWords();
  const server = box[direction];
  const incoming = direction === 'incoming';
  const { address } = box;

  async function change(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      complain(words(error));
    } finally {
      await client.invalidateQueries({ queryKey: keys.mailboxes });
    }
  }

  if (!server) {
    return (
      <>
        <span>
          {incoming ? (
            <Trans>by forwarding or direct delivery</Trans>
          ) : (
            <Trans>the way of the whole installation</Trans>
          )}
        </span>
        <Button
          variant="subtle"
          onClick={onOpen}
          aria-label={
            incoming
              ? t`Fetch mail of ${address} from a server`
              : t`Send replies of ${address} through a server`
          }
        >
          {incoming ? <Trans>Fetch from a server</Trans> : <Trans>Send through a server</Trans>}
        </Button>
      </>
    );
  }
  return (
    <>
      <span>
        {incoming ? <Trans>fetched from {server.host}</Trans> : <Trans>through {server.host}</Trans>}
      </span>
      <span className={classes.quiet}>
        <State server={server} incoming={incoming} />
      </span>
      <Button
        variant="subtle"
        onClick={onOpen}
        aria-label={
          incoming
            ? t`Change where mail of ${address} is fetched`
            : t`Change how replies of ${address} are sent`
        }
      >
        <Trans>Change</Trans>
      </Button>
      <Button
        variant="subtle"
        color="gray"
        onClick={() => void change(() => removeMailServer(box.id, direction))}
        aria-label={
          incoming ? t`Fetch mail of ${address} no more` : t`Send replies of ${address} by the installation`
        }
      >
        <Trans>Remove</Trans>
      </Button>
      {server.trouble && server.active ? (
        <p role="alert" className={classes.trouble}>
          {server.trouble.words}{' '}
          <Trans>
            Since {moment(server.trouble.since)}, last {moment(server.trouble.at)}.
          </Trans>
        </p>
      ) : null}
      {server.missed_at ? (
        <p className={classes.older}>
          <span className={classes.quiet}>
            <Trans>
              Compared with the server on {moment(server.missed_at)}: mails that were missing and were
              fetched: {server.missed}
            </Trans>
          </span>
        </p>
      ) : null}
      {server.older_count > 0 ? (
        <Older
          count={server.older_count}
          decide={(take) => void change(() => decideOlderMail(box.id, take))}
        />
      ) : null}
    </>
  );
}

function State({ server, incoming }: { server: MailServer; incoming: boolean }) {
  if (!server.active) return <Trans>switched off</Trans>;
  if (!server.last_success_at)
    return incoming ? <Trans>not fetched yet</Trans> : <Trans>nothing sent yet</Trans>;
  const at = moment(server.last_success_at);
  return incoming ? <Trans>last fetched {at}</Trans> : <Trans>last used {at}</Trans>;
}

/** The server has numbered its mails anew, and among them lie some from before fetching began. */
function Older({ count, decide }: { count: number; decide: (take: boolean) => void }) {
  return (
    <div className={classes.older}>
      <span>
        <Trans>The server counts its mails anew. Older mails that were never fetched: {count}</Trans>
      </span>
      <Button variant="default" onClick={() => decide(true)}>
        <Trans>Fetch them too</Trans>
      </Button>
      <Button variant="subtle" onClick={() => decide(false)}>
        <Trans>Leave them there</Trans>
      </Button>
    </div>
  );
}
