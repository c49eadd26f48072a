import { useLingui } from '@lingui/react/macro';
import type { CollisionNumbers } from '~/api/collisions';
import { count } from '~/i18n/format';
import { type Column, DataTable } from '~/ui/DataTable';
import classes from './collisions.module.css';
import { duration } from './duration';

type Group = CollisionNumbers['departments'][number];

interface Props {
  label: string;
  groups: Group[];
  /** What those in no group are called. */
  without: string;
}

/** The same figures for each department, or each team. */
export function CollisionGroups({ label, groups, without }: Props) {
  const { t } = useLingui();
  const columns: Column<Group>[] = [
    { key: 'name', title: label, cell: (one) => one.name || without },
    { key: 'collisions', title: t`Collisions seen`, cell: (one) => count(one.collisions), tight: true },
    {
      key: 'answer',
      title: t`Over one answer`,
      cell: (one) => count(one.over_answer),
      tight: true,
      extra: true,
    },
    { key: 'prevented', title: t`Prevented`, cell: (one) => count(one.prevented), tight: true },
    { key: 'agreed', title: t`By a move`, cell: (one) => count(one.agreed), tight: true, extra: true },
    {
      key: 'settled',
      title: t`Until settled`,
      cell: (one) => (one.settled_ms === null ? '–' : duration(one.settled_ms)),
      tight: true,
    },
  ];
  return (
    <div className={classes.groups}>
      <DataTable
        label={label}
        columns={columns}
        rows={groups}
        rowKey={(one) => one.id ?? 'none'}
        empty={null}
      />
    </div>
  );
}
