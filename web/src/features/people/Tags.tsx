import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Autocomplete, Button, TextInput } from '@mantine/core';
import { IconTag } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '~/api/keys';
import { catalogueQuery } from '~/api/session';
import { replacementsQuery, replaceTag } from '~/api/tags';
import { count, moment } from '~/i18n/format';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { FormDialog } from '~/ui/FormDialog';
import classes from './people.module.css';

/** One tag in the place of another, in every ticket; and how far that has got. */
export default function Tags() {
  const { t } = useLingui();
  const query = useQuery(replacementsQuery);
  const [open, setOpen] = useState(false);
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <div className={classes.tools}>
        <p>
          <Trans>A tag is replaced by another in every ticket, each with an entry in its history.</Trans>
        </p>
        <Button onClick={() => setOpen(true)}>
          <Trans>Replace a tag…</Trans>
        </Button>
      </div>
      <DataTable
        label={t`Replaced tags`}
        rows={query.data?.results}
        rowKey={(one) => one.id}
        empty={
          <Empty icon={<IconTag size={22} stroke={1.6} />} title={<Trans>No tag was replaced yet</Trans>} />
        }
        columns={[
          { key: 'tag', title: t`Tag`, cell: (one) => `${one.tag} → ${one.by}` },
          {
            key: 'state',
            title: t`Progress`,
            cell: (one) => {
              const [done, all] = [count(one.total - one.left), count(one.total)];
              if (!one.over) return t`${done} of ${all} …`;
              return one.left > 0 ? (
                t`${done} of ${all}, the others could not be changed`
              ) : (
                <Plural value={one.total} one="# ticket" other="# tickets" />
              );
            },
          },
          { key: 'who', extra: true, title: t`By`, cell: (one) => one.person?.name ?? '' },
          { key: 'at', tight: true, title: t`When`, cell: (one) => moment(one.at) },
        ]}
      />
      {open ? <ReplaceDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ReplaceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  const { data } = useQuery(catalogueQuery);
  return (
    <FormDialog
      title={<Trans>Replace a tag</Trans>}
      submitLabel={<Trans>Replace everywhere</Trans>}
      onClose={onClose}
      onSubmit={async (text) => {
        await replaceTag(text('tag'), text('by'));
        void client.invalidateQueries({ queryKey: replacementsQuery.queryKey });
        void client.invalidateQueries({ queryKey: keys.catalogue });
      }}
    >
      {(problemAt) => (
        <>
          <Autocomplete
            name="tag"
            label={t`Tag`}
            data={data?.tags ?? []}
            limit={50}
            maxLength={60}
            required
            error={problemAt('/tag')}
          />
          <TextInput name="by" label={t`Replace by`} maxLength={60} required error={problemAt('/by')} />
        </>
      )}
    </FormDialog>
  );
}
