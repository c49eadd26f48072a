import { Trans, useLingui } from '@lingui/react/macro';
import { Button, Checkbox, CopyButton, Modal, Select, TextInput } from '@mantine/core';
import { IconCheck, IconCopy, IconPlus, IconRobot } from '@tabler/icons-react';
import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { createToken, revokeToken, rolesQuery, type TokenRow, tokensQuery } from '~/api/security';
import { meQuery } from '~/api/session';
import { dateTime, day } from '~/i18n/format';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { FormDialog } from '~/ui/FormDialog';
import classes from './me.module.css';

/** Tokens with which programs act for the person who is here. */
export function TokensPage() {
  const { t } = useLingui();
  const query = useQuery(tokensQuery);
  const { data: roles } = useQuery(rolesQuery);
  const [open, setOpen] = useState<'new' | TokenRow | null>(null);
  const [made, setMade] = useState('');
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const names = new Map(roles?.rights.map((right) => [right.key, right.name]));
  return (
    <>
      <div className={classes.tools}>
        <p>
          <Trans>
            A program that holds a token acts for you. It is shown once; revoke what you do not need.
          </Trans>
        </p>
        <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen('new')}>
          <Trans>New token</Trans>
        </Button>
      </div>
      <DataTable
        label={t`API tokens`}
        rows={query.data?.results}
        rowKey={(token) => token.id}
        onOpen={setOpen}
        openLabel={(token) => t`Revoke ${token.name || token.prefix}`}
        empty={<Empty icon={<IconRobot size={22} stroke={1.6} />} title={<Trans>No tokens yet</Trans>} />}
        columns={[
          {
            key: 'name',
            title: t({ message: 'Name', context: 'of a thing' }),
            cell: (token) => (
              <span>
                {token.name || <Trans>Without a name</Trans>}{' '}
                <code className={classes.prefix}>{token.prefix}…</code>
              </span>
            ),
          },
          {
            key: 'scopes',
            title: t`May`,
            extra: true,
            cell: (token) =>
              token.scopes.length > 0
                ? token.scopes.map((scope) => names.get(scope) ?? scope).join(', ')
                : t`Everything that you may`,
          },
          {
            key: 'used',
            tight: true,
            title: t`Last used`,
            cell: (token) => (token.last_used_at ? dateTime(token.last_used_at) : t`Never`),
          },
          {
            key: 'expires',
            tight: true,
            extra: true,
            title: t`Expires`,
            cell: (token) => (token.expires_at ? day(token.expires_at) : t`Never`),
          },
        ]}
      />
      {open === 'new' ? <NewTokenDialog onClose={() => setOpen(null)} onMade={setMade} /> : null}
      {open && open !== 'new' ? <RevokeDialog token={open} onClose={() => setOpen(null)} /> : null}
      {made ? <MadeDialog token={made} onClose={() => setMade('')} /> : null}
    </>
  );
}

function NewTokenDialog({ onClose, onMade }: { onClose: () => void; onMade: (token: string) => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data: roles } = useQuery(rolesQuery);
  const [scopes, setScopes] = useState<string[]>([]);
  const [days, setDays] = useState('90');
  const mine = roles?.rights.filter(
    (right) => right.roles.includes(me.role) || right.granted.some((one) => one.id === me.id),
  );
  return (
    <FormDialog
      title={<Trans>New token</Trans>}
      submitLabel={<Trans>Create the token</Trans>}
      size={520}
      onClose={onClose}
      onSubmit={async (text) => {
        const ends = days === 'never' ? null : new Date(Date.now() + Number(days) * 86_400_000).toISOString();
        const token = await createToken({ name: text('name'), scopes, expires_at: ends });
        await client.invalidateQueries({ queryKey: keys.tokens });
        onMade(token.token);
      }}
    >
      {(problemAt) => (
        <>
          <TextInput
            name="name"
            label={t({ message: 'Name', context: 'of a thing' })}
            description={t`What the program is for.`}
            required
            data-autofocus
            error={problemAt('/name')}
          />
          <Select
            label={t`Expires`}
            value={days}
            onChange={(value) => setDays(value ?? days)}
            allowDeselect={false}
            data={[
              { value: '30', label: t`In 30 days` },
              { value: '90', label: t`In 90 days` },
              { value: '365', label: t`In a year` },
              { value: 'never', label: t`Never` },
            ]}
            error={problemAt('/expires_at')}
          />
          <Checkbox.Group
            label={t`What it may do`}
            description={t`Nothing chosen: everything that you may.`}
            value={scopes}
            onChange={setScopes}
            error={problemAt('/scopes')}
          >
            <div className={classes.scopes}>
              {mine?.map((right) => (
                <Checkbox key={right.key} value={right.key} label={right.name} />
              ))}
            </div>
          </Checkbox.Group>
        </>
      )}
    </FormDialog>
  );
}

function RevokeDialog({ token, onClose }: { token: TokenRow; onClose: () => void }) {
  const client = useQueryClient();
  const name = token.name || token.prefix;
  return (
    <FormDialog
      title={<Trans>Revoke {name}</Trans>}
      submitLabel={<Trans>Revoke</Trans>}
      danger
      onClose={onClose}
      onSubmit={async () => {
        await revokeToken(token.id);
        await client.invalidateQueries({ queryKey: keys.tokens });
      }}
    >
      {() => (
        <p className={classes.lead}>
          <Trans>The next request of the program that uses it is refused. This cannot be undone.</Trans>
        </p>
      )}
    </FormDialog>
  );
}

function MadeDialog({ token, onClose }: { token: string; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Modal
      opened
      onClose={onClose}
      title={<Trans>Your new token</Trans>}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <p className={classes.lead}>
        <Trans>It is shown only now. Give it to the program in the header “Authorization: Bearer …”.</Trans>
      </p>
      <TextInput label={t`Token`} value={token} readOnly classNames={{ input: classes.key ?? '' }} mb="md" />
      <div className={classes.actions}>
        <CopyButton value={token}>
          {({ copied, copy }) => (
            <Button onClick={copy} leftSection={copied ? <IconCheck size={15} /> : <IconCopy size={15} />}>
              {copied ? <Trans>Copied</Trans> : <Trans>Copy</Trans>}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={onClose}>
          <Trans>Done</Trans>
        </Button>
      </div>
    </Modal>
  );
}
