import { useLingui } from '@lingui/react/macro';
import {
  IconBolt,
  IconCategory,
  IconCircleDot,
  IconFlag,
  IconLock,
  IconMessageReply,
  IconTag,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useOffer } from '~/actions/offered';
import { perform } from '~/actions/useShortcut';
import type { FieldName, Ticket } from '~/api/types';
import type { TicketAction } from './useTicketActions';
import { useTicketChoices } from './useTicketChoices';
import { useEditing } from './useTicketEdit';

const icon = { size: 16, stroke: 1.6 };
const signs: Partial<Record<FieldName, ReactNode>> = {
  owner: <IconUser {...icon} />,
  status: <IconCircleDot {...icon} />,
  priority: <IconFlag {...icon} />,
  type: <IconCategory {...icon} />,
  team: <IconUsers {...icon} />,
};

/** Tells the palette what can be done to the ticket in front: its menu, its fields, the composer. */
export function useTicketOffer(ticket: Ticket, actions: TicketAction[]): void {
  const { t } = useLingui();
  const { edit } = useEditing();
  const { abilities } = ticket;
  const named: Partial<Record<FieldName, string>> = {
    owner: t`Assign to…`,
    status: t`Set the status…`,
    priority: t`Set the priority…`,
    type: t`Set the type…`,
    team: t`Give to a team…`,
  };
  // Moving asks first (see the ticket's menu): whoever moves a ticket may not see it any more.
  const chosen = useTicketChoices(ticket).filter((one) => one.field !== 'department');
  const fields = chosen.map(({ field, label, ability, none, current, options, shortcut }) => ({
    id: shortcut ?? field,
    label: named[field] ?? label,
    icon: signs[field],
    shortcut: field === 'status' ? ('status' as const) : shortcut,
    ability: abilities[ability ?? 'edit'] ?? abilities.edit,
    choices: [...(none ? [{ value: '', label: none }] : []), ...options]
      .filter((one) => one.value !== (current ?? ''))
      .map((one) => ({
        ...one,
        perform: () => void edit(field, one.value === '' ? null : one.value, current),
      })),
    perform: () => undefined,
  }));
  const mayWrite = abilities.reply?.allowed ? abilities.reply : abilities.note;
  useOffer('ticket', {
    number: ticket.number,
    actions: [
      {
        id: 'reply',
        icon: <IconMessageReply {...icon} />,
        label: t`Reply`,
        shortcut: 'reply',
        ability: abilities.reply,
        perform: () => perform('reply'),
      },
      {
        id: 'note',
        icon: <IconLock {...icon} />,
        label: t`Internal note`,
        shortcut: 'note',
        ability: abilities.note,
        perform: () => perform('note'),
      },
      {
        id: 'macro',
        icon: <IconBolt {...icon} />,
        label: t`Macro`,
        shortcut: 'macro',
        ability: mayWrite,
        perform: () => perform('macro'),
      },
      ...actions,
      ...fields,
      {
        id: 'tags',
        icon: <IconTag {...icon} />,
        label: t`Change the tags`,
        shortcut: 'tags',
        ability: abilities.edit,
        perform: () => perform('tags'),
      },
    ],
  });
}
