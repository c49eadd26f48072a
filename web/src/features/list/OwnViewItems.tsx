import { Trans, useLingui } from '@lingui/react/macro';
import { Menu } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { keys } from '~/api/keys';
import { viewsQuery } from '~/api/tickets';
import type { View } from '~/api/types';
import { createView, deleteView, orderViews } from '~/api/views';
import { readCondition } from '~/conditions/condition';
import { useWords } from '~/ui/Failure';
import { complain, tell } from '~/ui/notify';

/** What can be done to a view of one's own, as the items of a menu. */
export default function OwnViewItems({ view, onEdit }: { view: View; onEdit: () => void }) {
  const { t } = useLingui();
  const words = useWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const open = useSearch({ from: '/_app/tickets', select: (search) => search.view });
  const { data } = useQuery(viewsQuery);
  const ids = (data?.results ?? []).filter((one) => one.group === 'own').map((one) => one.key);
  const at = ids.indexOf(view.key);

  async function attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      complain(words(error));
    }
    await client.invalidateQueries({ queryKey: keys.views });
  }

  const move = (by: number) => {
    const order = ids.filter((id) => id !== view.key);
    order.splice(at + by, 0, view.key);
    return attempt(async () => client.setQueryData(keys.views, await orderViews(order)));
  };

  const remove = () =>
    attempt(async () => {
      await deleteView(view.key);
      if (open === view.key) void navigate({ to: '/tickets', search: {} });
      const condition = readCondition(view.condition);
      const undo = condition && {
        label: t`Undo`,
        run: () =>
          void attempt(async () => {
            const again = await createView({ name: view.name, sort: view.sort, condition });
            await orderViews(ids.map((id) => (id === view.key ? again.key : id)));
          }),
      };
      // What is broken cannot be saved again as it was.
      tell(t`View “${view.name}” deleted`, view.problems.length === 0 ? undo : undefined);
    });

  return (
    <>
      <Menu.Item leftSection={<IconPencil size={14} stroke={1.6} />} onClick={onEdit}>
        <Trans>Edit view…</Trans>
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowUp size={14} stroke={1.6} />}
        disabled={at <= 0}
        onClick={() => void move(-1)}
      >
        <Trans>Move up</Trans>
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowDown size={14} stroke={1.6} />}
        disabled={at < 0 || at === ids.length - 1}
        onClick={() => void move(1)}
      >
        <Trans>Move down</Trans>
      </Menu.Item>
      <Menu.Item color="red" leftSection={<IconTrash size={14} stroke={1.6} />} onClick={() => void remove()}>
        <Trans>Delete view</Trans>
      </Menu.Item>
    </>
  );
}
