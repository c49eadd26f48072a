import { Trans, useLingui } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconClipboardList, IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { type AuditEntry, auditFileUrl, auditQuery } from '~/api/audit';
import { parseSearch } from '~/features/list/filters';
import { dateTime } from '~/i18n/format';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { MoreButton } from '~/ui/MoreButton';
import { PageFrame } from '~/ui/PageFrame';
import { AuditFilterBar } from './AuditFilterBar';
import classes from './audit.module.css';
import { subjectNames } from './names';

const route = getRouteApi('/_app/audit');

/** Who changed what when: the configuration, people, sign-ins, and what is gone. */
export function AuditPage() {
  const { t, i18n } = useLingui();
  const filters = route.useSearch();
  const query = useInfiniteQuery(auditQuery(filters));
  return (
    <PageFrame
      title={t`Audit log`}
      intro={<Trans>Who changed what, and who signed in. Nothing here can be changed or removed.</Trans>}
      actions={
        <Button
          component="a"
          variant="default"
          href={auditFileUrl(filters)}
          download
          leftSection={<IconDownload size={16} stroke={1.6} aria-hidden="true" />}
        >
          <Trans>Export as CSV</Trans>
        </Button>
      }
    >
      <AuditFilterBar filters={filters} />
      {query.isLoadingError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : (
        <DataTable
          label={t`Audit log`}
          rows={query.data?.pages.flatMap((page) => page.results)}
          rowKey={(entry) => entry.id}
          empty={
            <Empty
              icon={<IconClipboardList size={22} stroke={1.6} />}
              title={<Trans>Nothing of this kind happened</Trans>}
              action={
                Object.keys(filters).length > 0 ? (
                  <Link to="/audit" search={{}}>
                    <Trans>Clear all filters</Trans>
                  </Link>
                ) : undefined
              }
            />
          }
          columns={[
            {
              key: 'at',
              tight: true,
              extra: true,
              title: t`When`,
              cell: (entry) => <time dateTime={entry.at}>{dateTime(entry.at)}</time>,
            },
            {
              key: 'actor',
              extra: true,
              title: t`Who`,
              cell: (entry) => <Actor entry={entry} />,
            },
            { key: 'what', title: t`What`, cell: (entry) => <What entry={entry} /> },
            {
              key: 'subject',
              title: t`Of`,
              cell: (entry) => (
                <span className={classes.subject}>
                  <Subject entry={entry} />
                  <small>
                    {subjectNames[entry.subject.kind]
                      ? i18n._(subjectNames[entry.subject.kind] as never)
                      : entry.subject.kind}
                  </small>
                </span>
              ),
            },
          ]}
        />
      )}
      <MoreButton query={query} />
    </PageFrame>
  );
}

function Actor({ entry }: { entry: AuditEntry }) {
  const { t } = useLingui();
  return <>{entry.actor.name || (entry.actor.kind === 'system' ? 'Tandem' : t`removed`)}</>;
}

function What({ entry }: { entry: AuditEntry }) {
  const { old_label: old, new_label: now } = entry;
  return (
    <span className={classes.what}>
      {entry.sentence}
      <small className={classes.narrow}>
        <Actor entry={entry} /> · <time dateTime={entry.at}>{dateTime(entry.at)}</time>
      </small>
      {old !== null || now !== null ? (
        <small dir="auto">
          {old !== null ? <del>{old}</del> : null}
          {old !== null && now !== null ? ' → ' : null}
          {now !== null ? <ins>{now}</ins> : null}
        </small>
      ) : null}
    </span>
  );
}

/** Its name leads to where it is, as far as it is anywhere. */
function Subject({ entry }: { entry: AuditEntry }) {
  const { kind, id, there, customer } = entry.subject;
  const name = entry.subject.name || `…${id.slice(-6)}`;
  if (!there) return <span dir="auto">{name}</span>;
  if (kind === 'person')
    return customer ? (
      <Link to="/people/customers/$id" params={{ id }}>
        {name}
      </Link>
    ) : (
      <Link to="/people" search={{ tab: 'agents' }}>
        {name}
      </Link>
    );
  if (kind === 'organisation')
    return (
      <Link to="/people/organisations/$id" params={{ id }}>
        {name}
      </Link>
    );
  if (kind === 'department' || kind === 'team' || kind === 'status')
    return (
      <Link to="/people" search={{ tab: kind === 'team' ? 'teams' : 'departments' }}>
        {name}
      </Link>
    );
  if (kind === 'mailbox') return <Link to="/mailboxes">{name}</Link>;
  if (kind === 'ticket')
    return (
      <Link to="/tickets/$number" params={{ number: name }} search={parseSearch({ view: 'all' })}>
        #{name}
      </Link>
    );
  return <span dir="auto">{name}</span>;
}
