import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import type { View } from '~/api/types';
import { createView } from '~/api/views';
import ConditionDialog from '~/conditions/ConditionDialog';
import { together } from '~/conditions/condition';
import { tell } from '~/ui/notify';
import { around } from './asCondition';
import { conditionIn, type ListSearch, withFilter } from './filters';

interface Props {
  search: ListSearch;
  view: View | undefined;
  /** What is in force is to be saved as a view at once. */
  asView: boolean;
  onChange: (search: ListSearch) => void;
  onClose: () => void;
}

/** The conditions of the list's address, and the way from there to a view of one's own. */
export default function FilterDialog({ search, view, asView, onChange, onClose }: Props) {
  const { t } = useLingui();
  const client = useQueryClient();
  const condition = conditionIn(search);
  const inForce = around(search, view);
  const sort = search.sort ?? view?.sort ?? '-updated';
  return (
    <ConditionDialog
      title={asView ? t`Save as view` : t`Conditions`}
      start={asView ? together(inForce, condition) : (condition ?? null)}
      {...(asView ? { view: { name: '', sort } } : { sort })}
      {...(view ? { within: view.key } : {})}
      around={inForce}
      onClose={onClose}
      onApply={(applied) => {
        onChange(withFilter(search, 'condition', applied ? JSON.stringify(applied) : undefined));
        onClose();
      }}
      onSave={async (content) => {
        const saved = await createView(content);
        await client.invalidateQueries({ queryKey: keys.views });
        onChange({ view: saved.key });
        tell(t`View “${saved.name}” saved`);
      }}
    />
  );
}
