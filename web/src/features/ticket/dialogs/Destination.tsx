import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Select } from '@mantine/core';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { catalogueQuery, meQuery } from '~/api/session';
import type { MovePlace } from '~/api/tickets';
import type { Id } from '~/api/types';
import type { ProblemAt } from '~/ui/useProblems';
import { seesTicket } from '../seesTicket';
import classes from './move.module.css';

/** In a choice that may be left alone: what can stay stays. */
const asItIs = 'as-it-is';
const nobody = '';

interface Props {
  /** How many tickets move. */
  count: number;
  /** Where they are, if that is one department. */
  from: Id | null;
  place: MovePlace | null;
  onChange: (place: MovePlace) => void;
  problemAt?: ProblemAt;
}

/** Where to: the department, by choice a team and an owner there; and whether the mover will still see it. */
export function Destination({ count, from, place, onChange, problemAt }: Props) {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data } = useQuery(catalogueQuery);
  const departments = (data?.departments ?? []).filter((one) => one.id !== from);
  const chosen = departments.find((one) => one.id === place?.department_id);
  const there = chosen && { department: chosen };
  const teams = (data?.teams ?? []).filter((one) => one.department_id === chosen?.id);
  const agents = (data?.agents ?? []).filter(
    (one) => there && one.role !== 'light_agent' && seesTicket(one, there),
  );
  const self = data?.agents.find((one) => one.id === me.id);
  const stays = self && there ? seesTicket(self, there) : true;
  const name = chosen?.name ?? '';

  function choose(field: 'team_id' | 'owner_id', value: string | null): void {
    if (!place || value === null) return;
    const { [field]: _old, ...rest } = place;
    onChange(value === asItIs ? rest : { ...rest, [field]: value === nobody ? null : value });
  }
  const shown = (value: Id | null | undefined) => (value === undefined ? asItIs : (value ?? nobody));
  return (
    <>
      <Select
        label={t`Department`}
        placeholder={t`Choose a department`}
        data={departments.map((one) => ({ value: one.id, label: one.name }))}
        value={place?.department_id ?? null}
        onChange={(id) => id && onChange({ department_id: id })}
        searchable={departments.length > 9}
        allowDeselect={false}
        required
        data-autofocus
        error={problemAt?.('/department_id')}
      />
      {chosen ? (
        <div className={classes.beside}>
          <Select
            label={t`Team`}
            data={[
              { value: asItIs, label: t({ message: 'None', context: 'team' }) },
              ...teams.map((one) => ({ value: one.id, label: one.name })),
            ]}
            value={shown(place?.team_id)}
            onChange={(value) => choose('team_id', value)}
            allowDeselect={false}
            error={problemAt?.('/team_id')}
          />
          <Select
            label={t`Owner`}
            data={[
              { value: asItIs, label: t`As it is, if they work there` },
              { value: nobody, label: t`Nobody` },
              ...agents.map((one) => ({ value: one.id, label: one.name })),
            ]}
            value={shown(place?.owner_id)}
            onChange={(value) => choose('owner_id', value)}
            searchable={agents.length > 9}
            allowDeselect={false}
            error={problemAt?.('/owner_id')}
          />
        </div>
      ) : null}
      {chosen ? (
        <p className={classes.sight} data-lost={stays ? undefined : true} role="status">
          {stays ? (
            <Plural
              value={count}
              one="You will still see it there. Its status becomes the one of that department."
              other="You will still see them there. Their statuses become those of that department."
            />
          ) : count === 1 ? (
            <Trans>You do not work in {name}: once it is moved, you will not see this ticket any more.</Trans>
          ) : (
            <Trans>
              You do not work in {name}: once they are moved, you will not see these tickets any more.
            </Trans>
          )}
        </p>
      ) : null}
    </>
  );
}
