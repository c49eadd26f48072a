import { useLingui } from '@lingui/react/macro';
import { SegmentedControl, Select, TextInput } from '@mantine/core';
import type { ProblemAt } from '~/ui/useProblems';
import classes from './servers.module.css';
import { type AfterFetch, type Protocol, type Security, type ServerDraft, usualPort } from './useServerDraft';

interface Props {
  draft: ServerDraft;
  change: (part: Partial<ServerDraft>) => void;
  problemAt: ProblemAt;
}

/** What happens to mail that lies on the server. */
export function Fetched({ draft, change, problemAt }: Props) {
  const { t } = useLingui();
  const pop = draft.protocol === 'pop';
  return (
    <>
      <Select
        label={t`Take`}
        data={[
          { value: 'new', label: t`Only mail that comes from now on` },
          { value: 'all', label: t`Everything that lies there` },
        ]}
        value={draft.take_from}
        onChange={(value) => change({ take_from: value === 'all' ? 'all' : 'new' })}
        allowDeselect={false}
      />
      <div className={classes.pair}>
        <Select
          label={t`Afterwards`}
          data={[
            ...(pop ? [] : [{ value: 'move', label: t`Move it to a folder` }]),
            { value: 'leave', label: t`Leave it on the server` },
            { value: 'delete', label: t`Delete it on the server` },
          ]}
          value={pop && draft.after_fetch === 'move' ? 'leave' : draft.after_fetch}
          onChange={(value) => change({ after_fetch: (value ?? 'move') as AfterFetch })}
          allowDeselect={false}
          error={problemAt('/after_fetch')}
        />
        {draft.after_fetch === 'move' && !pop ? (
          <TextInput
            label={t`That folder`}
            value={draft.moved_to}
            onChange={(event) => change({ moved_to: event.currentTarget.value })}
            error={problemAt('/moved_to')}
          />
        ) : null}
      </div>
    </>
  );
}

/** Host, port and encryption, and what few need. */
export function Connection({ draft, change, problemAt, incoming }: Props & { incoming: boolean }) {
  const { t } = useLingui();
  const way = incoming ? draft.protocol : 'smtp';
  return (
    <>
      {incoming ? (
        <SegmentedControl
          aria-label={t`Protocol`}
          data={[
            { value: 'imap', label: 'IMAP' },
            { value: 'pop', label: 'POP3' },
          ]}
          value={draft.protocol}
          onChange={(value) => {
            const protocol = value as Protocol;
            change({ protocol, port: usualPort(protocol, draft.security) });
          }}
        />
      ) : null}
      <TextInput
        label={t`Server`}
        placeholder={incoming ? 'imap.example.com' : 'smtp.example.com'}
        value={draft.host}
        onChange={(event) => change({ host: event.currentTarget.value })}
        required
        error={problemAt('/host')}
      />
      <div className={classes.pair}>
        <Select
          label={t`Encryption`}
          data={[
            { value: 'tls', label: t`TLS from the beginning` },
            { value: 'starttls', label: 'STARTTLS' },
            { value: 'none', label: t`None (this machine only)` },
          ]}
          value={draft.security}
          onChange={(value) => {
            const security = (value ?? 'tls') as Security;
            change({ security, port: usualPort(way, security) });
          }}
          allowDeselect={false}
          error={problemAt('/security')}
        />
        <TextInput
          label={t`Port`}
          inputMode="numeric"
          value={draft.port}
          onChange={(event) => change({ port: event.currentTarget.value })}
          error={problemAt('/port')}
        />
      </div>
      {incoming && draft.protocol === 'imap' ? (
        <TextInput
          label={t`Folder to fetch from`}
          value={draft.folder}
          onChange={(event) => change({ folder: event.currentTarget.value })}
          error={problemAt('/folder')}
        />
      ) : null}
      {incoming ? (
        <TextInput
          label={t`Servers whose word on senders is believed`}
          description={t`Names in Authentication-Results, such as mx.google.com. Empty: what is known of the provider.`}
          value={draft.authserv_ids}
          onChange={(event) => change({ authserv_ids: event.currentTarget.value })}
          error={problemAt('/authserv_ids')}
        />
      ) : null}
    </>
  );
}
