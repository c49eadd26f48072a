import { useLingui } from '@lingui/react/macro';
import { IconLock, IconMessageReply } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import type { DraftKind, Ticket } from '~/api/types';
import classes from './composer.module.css';

interface Props {
  kind: DraftKind;
  ticket: Ticket;
  written: Record<DraftKind, boolean>;
  onKind: (kind: DraftKind) => void;
}

export function ModeTabs({ kind, ticket, written, onKind }: Props) {
  const { t } = useLingui();
  const tabs = [
    {
      key: 'reply' as const,
      name: t`Reply`,
      sign: <IconMessageReply size={15} stroke={1.6} />,
      may: ticket.abilities.reply,
    },
    {
      key: 'note' as const,
      name: t`Internal note`,
      sign: <IconLock size={15} stroke={1.6} />,
      may: ticket.abilities.note,
    },
  ];
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') onKind(kind === 'reply' ? 'note' : 'reply');
  }
  return (
    <div role="tablist" aria-label={t`Kind of answer`} className={classes.modes}>
      {tabs.map((tab) => (
        <button
          key={tab.key}
          type="button"
          role="tab"
          aria-selected={tab.key === kind}
          tabIndex={tab.key === kind ? 0 : -1}
          disabled={!tab.may?.allowed}
          title={tab.may?.reason ?? undefined}
          data-kind={tab.key}
          aria-label={written[tab.key] && tab.key !== kind ? t`${tab.name}, has a draft` : tab.name}
          onClick={() => onKind(tab.key)}
          onKeyDown={onKeyDown}
        >
          {tab.sign}
          {tab.name}
          {written[tab.key] && tab.key !== kind ? <i className={classes.mark} /> : null}
        </button>
      ))}
    </div>
  );
}
