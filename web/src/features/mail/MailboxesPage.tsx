import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button, CopyButton } from '@mantine/core';
import { IconMail, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { catalogueQuery } from '~/api/session';
import { mailboxesQuery, testMailbox } from '~/api/settings';
import type { Mailbox } from '~/api/settingsTypes';
import { Delayed } from '~/ui/Delayed';
import { Empty } from '~/ui/Empty';
import { Failure, useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';
import { PageFrame } from '~/ui/PageFrame';
import { AnswersRow } from './automatic/AnswersRow';
import { MailboxDialog } from './MailboxDialog';
import classes from './mail.module.css';
import { Ways } from './servers/Ways';
import { Signing } from './signing/Signing';

const SignInReturn = lazy(() => import('./servers/SignInReturn'));

export function MailboxesPage() {
  // Read as it stands: a code that looks like a number must stay as it is.
  const [brought] = useState(() => new URLSearchParams(window.location.search));
  // How fetching goes on changes by itself.
  const query = useQuery({ ...mailboxesQuery, refetchInterval: 5_000 });
  const [open, setOpen] = useState<Mailbox | 'new' | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen('new')}>
      <Trans>Add a mailbox</Trans>
    </Button>
  );
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const boxes = query.data?.results;
  return (
    <PageFrame
      title={<Trans>Mailboxes</Trans>}
      intro={<Trans>Each mailbox is an address that customers write to and that replies come from.</Trans>}
      actions={add}
    >
      {query.isPending ? (
        <Delayed>
          <p role="status">
            <Trans>Loading</Trans>
          </p>
        </Delayed>
      ) : null}
      {boxes?.length === 0 ? (
        <Empty icon={<IconMail size={22} stroke={1.6} />} title={<Trans>No mailbox yet</Trans>} action={add}>
          <Trans>Without one nobody can write to you.</Trans>
        </Empty>
      ) : null}
      {brought.has('state') ? (
        <Suspense>
          <SignInReturn brought={brought} />
        </Suspense>
      ) : null}
      <div className={classes.cards}>
        {boxes?.map((box) => (
          <Card key={box.id} box={box} onEdit={() => setOpen(box)} />
        ))}
      </div>
      <Signing />
      {open ? <MailboxDialog mailbox={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </PageFrame>
  );
}

/** An address that breaks before its @ sooner than within a word. */
function Breakable({ address }: { address: string }) {
  const at = address.lastIndexOf('@');
  return (
    <>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </>
  );
}

function Card({ box, onEdit }: { box: Mailbox; onEdit: () => void }) {
  const { t } = useLingui();
  const words = useWords();
  const { data: catalogue } = useQuery(catalogueQuery);
  const [busy, setBusy] = useState(false);
  const { address } = box;

  async function test(): Promise<void> {
    setBusy(true);
    try {
      await testMailbox(box.id);
      tell(t`A test mail to ${address} is on its way; it will appear as a ticket.`);
    } catch (error) {
      complain(words(error));
    } finally {
      setBusy(false);
    }
  }

  return (
    <article className={classes.card} aria-label={address}>
      <header>
        <h2>
          <Breakable address={address} />
        </h2>
        <Badge
          c={box.active ? 'var(--ok)' : 'var(--fg-2)'}
          bg={box.active ? 'var(--ok-soft)' : 'var(--bg-active)'}
        >
          {box.active ? <Trans>Active</Trans> : <Trans>Switched off</Trans>}
        </Badge>
        <Button variant="default" loading={busy} onClick={() => void test()}>
          <Trans>Send a test mail</Trans>
        </Button>
        <Button variant="default" onClick={onEdit} aria-label={t`Edit ${address}`}>
          <Trans>Edit</Trans>
        </Button>
      </header>
      <dl className={classes.facts}>
        <dt>
          <Trans>Name that customers see</Trans>
        </dt>
        <dd>{box.from_name}</dd>
        <dt>
          <Trans>Department</Trans>
        </dt>
        <dd>{catalogue?.departments.find((one) => one.id === box.department_id)?.name ?? ''}</dd>
        <Ways box={box} />
        <AnswersRow box={box} />
        <dt>
          <Trans>Forward mail to</Trans>
        </dt>
        <dd className={classes.forward}>
          <code>
            <Breakable address={box.forward_to} />
          </code>
          <CopyButton value={box.forward_to}>
            {({ copied, copy }) => (
              <Button variant="subtle" onClick={copy}>
                {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
              </Button>
            )}
          </CopyButton>
        </dd>
        <dt>
          <Trans>Or deliver directly</Trans>
        </dt>
        <dd className={classes.raw}>
          SMTP {box.intake.smtp} · LMTP {box.intake.lmtp}
        </dd>
      </dl>
    </article>
  );
}
