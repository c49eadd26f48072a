import { Trans, useLingui } from '@lingui/react/macro';
import { Badge, Button } from '@mantine/core';
import { IconAlertTriangle, IconBolt, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Macro, macrosQuery } from '~/api/macros';
import { catalogueQuery } from '~/api/session';
import { DataTable } from '~/ui/DataTable';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { PageFrame } from '~/ui/PageFrame';
import { MacroDialog } from './MacroDialog';
import { useMacroWords } from './useMacroWords';

export function MacrosPage() {
  const { t } = useLingui();
  const query = useQuery(macrosQuery);
  const { data: catalogue } = useQuery(catalogueQuery);
  const { summary } = useMacroWords();
  const [open, setOpen] = useState<Macro | 'new' | null>(null);
  const add = (
    <Button leftSection={<IconPlus size={15} />} onClick={() => setOpen('new')}>
      <Trans>Write a macro</Trans>
    </Button>
  );
  if (query.isLoadingError) return <Failure error={query.error} retry={() => void query.refetch()} />;
  const teams = (macro: Macro) =>
    macro.team_ids.map((id) => catalogue?.teams.find((team) => team.id === id)?.name ?? '').join(', ');
  return (
    <PageFrame
      title={<Trans>Macros</Trans>}
      intro={
        <Trans>
          A saved answer with the changes that go with it. In a ticket, M or two colons choose one.
        </Trans>
      }
      actions={add}
    >
      <DataTable
        label={t`Macros`}
        rows={query.data?.results}
        rowKey={(macro) => macro.id}
        onOpen={setOpen}
        openLabel={(macro) => (macro.editable ? t`Edit ${macro.name}` : t`Show ${macro.name}`)}
        empty={
          <Empty icon={<IconBolt size={22} stroke={1.6} />} title={<Trans>No macros yet</Trans>} action={add}>
            <Trans>Save what you write often, for yourself or for everybody.</Trans>
          </Empty>
        }
        columns={[
          { key: 'name', title: t({ message: 'Name', context: 'of a thing' }), cell: (macro) => macro.name },
          { key: 'does', extra: true, title: t`What it does`, cell: (macro) => summary(macro.steps) },
          {
            key: 'for',
            tight: true,
            title: t`For whom`,
            cell: (macro) => (macro.personal ? t`Only me` : teams(macro) || t`Everybody`),
          },
          {
            key: 'state',
            tight: true,
            title: t`State`,
            cell: (macro) => <State macro={macro} />,
          },
        ]}
      />
      {open ? <MacroDialog macro={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </PageFrame>
  );
}

function State({ macro }: { macro: Macro }) {
  if (!macro.active)
    return (
      <Badge color="gray" variant="light">
        <Trans>Switched off</Trans>
      </Badge>
    );
  return macro.warnings.length > 0 ? (
    <Badge color="orange" variant="light" leftSection={<IconAlertTriangle size={12} />}>
      <Trans>Needs a look</Trans>
    </Badge>
  ) : null;
}
