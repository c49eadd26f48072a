import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { keys } from '~/api/keys';
import type { View } from '~/api/types';
import { editView } from '~/api/views';
import ConditionDialog from '~/conditions/ConditionDialog';
import { readCondition } from '~/conditions/condition';

/** Name, order and condition of a view of one's own. */
export default function EditViewDialog({ view, onClose }: { view: View; onClose: () => void }) {
  const { t } = useLingui();
  const client = useQueryClient();
  return (
    <ConditionDialog
      title={t`Edit “${view.name}”`}
      start={readCondition(view.condition) ?? null}
      view={{ name: view.name, sort: view.sort }}
      onClose={onClose}
      onSave={async (mine) => {
        await editView(view.key, mine, {
          name: view.name,
          sort: view.sort,
          ...(view.condition ? { condition: view.condition } : {}),
        });
        // The rows first: when the view comes with its new condition, they are there to be shown.
        await client.invalidateQueries({ queryKey: keys.lists });
        await client.invalidateQueries({ queryKey: keys.views });
      }}
    />
  );
}
