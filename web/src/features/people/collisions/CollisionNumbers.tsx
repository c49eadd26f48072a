import { Trans, useLingui } from '@lingui/react/macro';
import { SegmentedControl } from '@mantine/core';
import { IconUsers } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { collisionNumbersQuery } from '~/api/collisions';
import { Delayed } from '~/ui/Delayed';
import { Empty } from '~/ui/Empty';
import { Failure } from '~/ui/Failure';
import { CollisionGroups } from './CollisionGroups';
import { CollisionHours } from './CollisionHours';
import { CollisionTotals } from './CollisionTotals';
import classes from './collisions.module.css';

const periods = ['7', '30', '90', '365'] as const;

/** The numbers of a period: of all, by department and team, by hour of the day. */
export function CollisionNumbers() {
  const { t } = useLingui();
  const [days, setDays] = useState<string>('30');
  const query = useQuery({ ...collisionNumbersQuery(Number(days)), placeholderData: keepPreviousData });
  const found = query.data;
  const names: Record<(typeof periods)[number], string> = {
    '7': t`7 days`,
    '30': t`30 days`,
    '90': t`90 days`,
    '365': t`12 months`,
  };
  return (
    <section aria-busy={query.isPlaceholderData} className={classes.numbers}>
      <header>
        <div>
          <h2>
            <Trans>How often colleagues meet</Trans>
          </h2>
          <p>
            <Trans>Nobody is named here: what is counted does not know who it was.</Trans>
          </p>
        </div>
        <SegmentedControl
          aria-label={t`Period`}
          value={days}
          onChange={setDays}
          data={periods.map((value) => ({ value, label: names[value] }))}
        />
      </header>
      {query.isLoadingError ? (
        <Failure error={query.error} retry={() => void query.refetch()} />
      ) : !found ? (
        <Delayed>
          <p role="status">
            <Trans>Loading</Trans>
          </p>
        </Delayed>
      ) : found.departments.length === 0 ? (
        <Empty icon={<IconUsers size={28} stroke={1.5} />} title={t`Nobody met in this time`}>
          <Trans>As soon as two colleagues have the same ticket open, it is counted here.</Trans>
        </Empty>
      ) : (
        <>
          <CollisionTotals figures={found.total} />
          <CollisionHours hours={found.hours} />
          <CollisionGroups
            label={t`By department`}
            groups={found.departments}
            without={t`A department that is gone`}
          />
          {found.teams.some((team) => team.id !== null) ? (
            <CollisionGroups label={t`By team`} groups={found.teams} without={t`No team`} />
          ) : null}
        </>
      )}
    </section>
  );
}
