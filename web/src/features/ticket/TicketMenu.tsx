import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconSearch } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { Keys } from '~/actions/Keys';
import { perform, useShortcut } from '~/actions/useShortcut';
import type { Ticket } from '~/api/types';
import { type TicketQuestion, useTicketActions } from './useTicketActions';
import { useTicketOffer } from './useTicketOffer';

const NewConversation = lazy(() => import('./conversations/NewConversation'));
const CloneDialog = lazy(() => import('./dialogs/CloneDialog'));
const DeleteDialog = lazy(() => import('./DeleteDialog'));
const MoveDialog = lazy(() => import('./dialogs/MoveDialog'));
const SnoozeDialog = lazy(() => import('./SnoozeDialog'));

export function TicketMenu({ ticket }: { ticket: Ticket }) {
  const { t } = useLingui();
  const [question, setQuestion] = useState<TicketQuestion | null>(null);
  const actions = useTicketActions(ticket, setQuestion);
  useTicketOffer(ticket, actions);
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
        {question === 'move' ? <MoveDialog ticket={ticket} onClose={() => setQuestion(null)} /> : null}
        {question === 'snooze' ? <SnoozeDialog ticket={ticket} onClose={() => setQuestion(null)} /> : null}
      </Suspense>
      <Menu position="bottom-end" width={250}>
        <Menu.Target>
          <ActionIcon aria-label={t`More actions`}>
            <IconDots size={17} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconSearch size={16} stroke={1.6} />}
            rightSection={<Keys of="palette" />}
            onClick={() => perform('palette')}
          >
            {t`Find anything, do anything`}
          </Menu.Item>
          <Menu.Divider />
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
