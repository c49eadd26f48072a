import { useLingui } from '@lingui/react/macro';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconLayoutSidebarRight } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { Suspense } from 'react';
import { Hint } from '~/actions/Keys';
import { useShortcut } from '~/actions/useShortcut';
import type { Ticket } from '~/api/types';
import { parseSearch } from '~/features/list/filters';
import { HeaderPresence, useCollisionOn } from '~/features/presence/lazy';
import { LinkIcon } from '~/ui/LinkIcon';
import { useLayout } from '~/ui/useLayout';
import { StatusBubble } from './StatusBubble';
import { SubjectField } from './SubjectField';
import { TicketMenu } from './TicketMenu';
import classes from './ticket.module.css';

interface Props {
  ticket: Ticket;
  detailsOpen: boolean;
  onDetails: () => void;
}

export function TicketHeader({ ticket, detailsOpen, onDetails }: Props) {
  const { t } = useLingui();
  const layout = useLayout();
  const navigate = useNavigate();
  const colleagues = useCollisionOn();
  const narrow = layout === 'tablet' || layout === 'phone';
  useShortcut('back', () => void navigate({ to: '/tickets', search: parseSearch }));
  return (
    <header className={classes.header}>
      {narrow ? (
        <LinkIcon to="/tickets" search={parseSearch} aria-label={t`Back to the list`}>
          <IconArrowLeft size={18} stroke={1.6} />
        </LinkIcon>
      ) : null}
      <span className={classes.number}>#{ticket.number}</span>
      <SubjectField key={ticket.number} />
      <div className={classes.presence}>
        <Suspense>{colleagues ? <HeaderPresence ticket={ticket} /> : null}</Suspense>
      </div>
      <StatusBubble />
      <Tooltip
        label={<Hint name={detailsOpen ? t`Hide the details` : t`Show the details`} of="fold-context" />}
      >
        <ActionIcon aria-label={t`Details`} aria-expanded={detailsOpen} onClick={onDetails}>
          <IconLayoutSidebarRight size={17} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <TicketMenu ticket={ticket} />
    </header>
  );
}
