import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { Keys } from '~/actions/Keys';
import { useShortcut } from '~/actions/useShortcut';
import type { Ticket } from '~/api/types';
import { type TicketQuestion, useTicketActions } from './useTicketActions';

const NewConversation = lazy(() => import('./conversations/NewConversation'));
const CloneDialog = lazy(() => import('./dialogs/CloneDialog'));
const DeleteDialog = lazy(() => import('./DeleteDialog'));
const SnoozeDialog = lazy(() => import('./SnoozeDialog'));

export function TicketMenu({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const [question, setQuestion] = useState<TicketQuestion | null>(null);
  const actions = useTicketActions(ticket, setQuestion);
  const run = (id: string) => {
    const action = actions.find((one) => one.id === id);
    if (action && (action.ability?.allowed ?? true)) action.perform();
  };
  useShortcut('assign-me', () => run('assign-me'));
  useShortcut('resolve', () => run('resolve'));
  useShortcut('snooze', () => run('snooze'));
  useShortcut('copy-number', () => run('copy-number'));
  useShortcut('copy-link', () => run('copy-link'));
  return (
    <>
      <Suspense>
        {question === 'delete' ? <DeleteDialog ticket={ticket} onClose={() => setQuestion(null)} /> : null}
        {question === 'converse' ? (
          <NewConversation ticket={ticket} onClose={() => setQuestion(null)} />
        ) : null}
        {question === 'clone' ? <CloneDialog ticket={ticket} onClose={() => setQuestion(null)} /> : null}
        {question === 'snooze' ? <SnoozeDialog ticket={ticket} onClose={() => setQuestion(null)} /> : null}
      </Suspense>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon aria-label={t`More actions`}>
            <IconDots size={17} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map((action) => {
            const allowed = action.ability?.allowed ?? true;
            return (
              <Menu.Item
                key={action.id}
                leftSection={action.icon}
                rightSection={action.shortcut ? <Keys of={action.shortcut} /> : null}
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
