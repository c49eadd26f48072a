import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Kbd, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { keymap } from '~/actions/keymap';
import { useShortcut } from '~/actions/useShortcut';
import type { Ticket } from '~/api/types';
import { DeleteDialog } from './DeleteDialog';
import { useTicketActions } from './useTicketActions';

export function TicketMenu({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const [deleting, setDeleting] = useState(false);
  const actions = useTicketActions(ticket, () => setDeleting(true));
  const run = (id: string) => {
    const action = actions.find((one) => one.id === id);
    if (action && (action.ability?.allowed ?? true)) action.perform();
  };
  useShortcut('assign-me', () => run('assign-me'));
  useShortcut('copy-number', () => run('copy-number'));
  useShortcut('copy-link', () => run('copy-link'));
  return (
    <>
      {deleting ? <DeleteDialog ticket={ticket} onClose={() => setDeleting(false)} /> : null}
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon aria-label={t`More actions`}>
            <IconDots size={17} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map((action) => {
            const allowed = action.ability?.allowed ?? true;
            const shortcut = keymap.find((one) => one.id === action.shortcut);
            return (
              <Menu.Item
                key={action.id}
                leftSection={action.icon}
                rightSection={shortcut ? <Kbd size="xs">{shortcut.keys}</Kbd> : null}
                c={action.danger ? 'var(--danger)' : undefined}
                disabled={!allowed}
                title={allowed ? undefined : (action.ability?.reason ?? undefined)}
                onClick={action.perform}
              >
                {action.label}
              </Menu.Item>
            );
          })}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
