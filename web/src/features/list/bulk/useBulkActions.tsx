import { useLingui } from '@lingui/react/macro';
import {
  IconArrowBackUp,
  IconBuilding,
  IconCircleDot,
  IconMessageReply,
  IconShieldCheck,
  IconShieldX,
  IconTrash,
  IconTrashX,
  IconUser,
} from '@tabler/icons-react';
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import type { Offered } from '~/actions/offered';
import type { BulkOrder } from '~/api/bulk';
import { catalogueQuery, meQuery } from '~/api/session';
import { StatusMark } from '~/ui/StatusMark';

const icon = { size: 16, stroke: 1.6 };

/** `name` is what a sign is called whose label is a sentence elsewhere. */
export type BulkAction = Offered & { name?: string };

/** What a dialog asks before it is done. */
export type BulkQuestion = 'delete' | 'move' | 'reply';

/** What can be done to all that are selected: the bar above the list and the palette draw from this one list. */
export function useBulkActions(
  view: string,
  onStart: (order: BulkOrder) => void,
  ask: (question: BulkQuestion) => void,
): BulkAction[] {
  const { t } = useLingui();
  const { data: me } = useSuspenseQuery(meQuery);
  const { data } = useQuery(catalogueQuery);
  const may = (name: string) => me.abilities[name]?.allowed ?? false;
  const none = () => undefined;
  const actions: (BulkAction | false)[] = [];

  if (view === 'trash') {
    actions.push(
      may('trash') && {
        id: 'restore',
        label: t`Restore from the trash`,
        icon: <IconArrowBackUp {...icon} />,
        perform: () => onStart({ action: 'restore' }),
      },
      may('empty_trash') && {
        id: 'delete',
        label: t`Delete for good…`,
        icon: <IconTrashX {...icon} />,
        perform: () => ask('delete'),
      },
    );
    return actions.filter((one) => one !== false);
  }
  if (view !== 'spam' && may('reply')) {
    actions.push({
      id: 'reply-all',
      label: t`Reply to all…`,
      icon: <IconMessageReply {...icon} />,
      perform: () => ask('reply'),
    });
  }
  if (view !== 'spam' && may('edit_tickets')) {
    const agents = (data?.agents ?? []).filter(
      (one) => one.active && one.role !== 'light_agent' && one.id !== me.id,
    );
    const give = (value: string | null) => () => onStart({ action: 'owner', value });
    // By what they are called: each department has its own, and a ticket whose department lacks one says so.
    const statuses = [...new Map((data?.statuses ?? []).map((one) => [one.slug, one])).values()];
    actions.push(
      {
        id: 'assign',
        label: t`Assign to…`,
        name: t`Owner`,
        icon: <IconUser {...icon} />,
        choices: [
          { value: me.id, label: t`Me`, perform: give(me.id) },
          { value: '', label: t`Nobody`, perform: give(null) },
          ...agents.map((one) => ({ value: one.id, label: one.name, perform: give(one.id) })),
        ],
        perform: none,
      },
      {
        id: 'status',
        label: t`Set the status…`,
        name: t`Status`,
        icon: <IconCircleDot {...icon} />,
        choices: statuses.map((one) => ({
          value: one.slug,
          label: one.name,
          sign: <StatusMark group={one.group} colour={one.colour} />,
          perform: () => onStart({ action: 'status', value: one.slug }),
        })),
        perform: none,
      },
      {
        id: 'move',
        label: t`Move to a department…`,
        icon: <IconBuilding {...icon} />,
        perform: () => ask('move'),
      },
    );
  }
  const spam =
    view === 'spam'
      ? {
          id: 'not-spam',
          label: t`Not spam`,
          icon: <IconShieldCheck {...icon} />,
          action: 'not_spam' as const,
        }
      : { id: 'spam', label: t`Mark as spam`, icon: <IconShieldX {...icon} />, action: 'spam' as const };
  actions.push(
    may('spam') && { ...spam, perform: () => onStart({ action: spam.action }) },
    may('trash') && {
      id: 'trash',
      label: t`Move to the trash`,
      icon: <IconTrash {...icon} />,
      perform: () => onStart({ action: 'trash' }),
    },
  );
  return actions.filter((one) => one !== false);
}
