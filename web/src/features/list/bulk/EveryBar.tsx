import { Plural, Trans } from '@lingui/react/macro';
import { Keys } from '~/actions/Keys';
import { useShortcut } from '~/actions/useShortcut';
import { FormAlert } from '~/ui/FormAlert';
import type { ListSearch } from '../filters';
import { type Chosen, choose, clearSelection, isWhole, useSelection } from '../selection';
import classes from './bulk.module.css';
import { useEvery } from './useEvery';

export interface Listed {
  rows: readonly Chosen[];
  /** Whether the list has others that are not loaded. */
  further: boolean;
  /** How many it has; null when nobody has counted, or there are too many to count. */
  total: number | null;
  search: ListSearch;
}

/** Below the bar, once all that is loaded is selected: the step to the rest of the list, and what was taken by it. */
export function EveryBar({ listed }: { listed: Listed }) {
  const { rows, further, total, search } = listed;
  const { chosen, every } = useSelection();
  const { next, gather, busy, problem } = useEvery(search, rows, further);
  useShortcut('select-page', () => {
    const step = next();
    if (step === 'page') choose(rows);
    else if (step === 'none') clearSelection();
    else void gather();
  });
  const size = chosen.size;
  if (size === 0 || (every === null && !(further && isWhole(chosen, rows)))) return null;
  return (
    <div className={classes.every}>
      <p role="status">
        {every === 'all' ? (
          <Plural
            value={size}
            one="The # ticket of this list is selected."
            other="All # tickets of this list are selected, also those that are not loaded."
          />
        ) : every === 'first' ? (
          <Plural
            value={size}
            one="The first ticket of this list is selected. There are more."
            other="The first # tickets of this list are selected. There are more."
          />
        ) : (
          <Plural
            value={size}
            one="# ticket that is loaded is selected."
            other="All # tickets that are loaded are selected."
          />
        )}
      </p>
      {every === null ? (
        <button type="button" disabled={busy} onClick={() => void gather()}>
          {total === null ? (
            <Trans>Select all tickets of this list</Trans>
          ) : (
            <Plural
              value={total}
              one="Select the # ticket of this view"
              other="Select all # tickets of this view"
            />
          )}{' '}
          <Keys of="select-page" />
        </button>
      ) : null}
      {problem ? <FormAlert>{problem}</FormAlert> : null}
    </div>
  );
}
