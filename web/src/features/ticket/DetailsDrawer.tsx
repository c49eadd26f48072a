import { useLingui } from '@lingui/react/macro';
import { Drawer } from '@mantine/core';
import type { Ticket } from '~/api/types';
import { ContextPane } from './ContextPane';

interface Props {
  ticket: Ticket;
  opened: boolean;
  onClose: () => void;
  onOpened: () => void;
  phone: boolean;
}

/** What is known about the ticket, where there is no room for it beside the conversation. */
export default function DetailsDrawer({ ticket, opened, onClose, onOpened, phone }: Props) {
  const { t } = useLingui();
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      onEnterTransitionEnd={onOpened}
      position={phone ? 'bottom' : 'right'}
      size={phone ? '85%' : 360}
      title={t`Details`}
      closeButtonProps={{ 'aria-label': t`Close` }}
    >
      <ContextPane ticket={ticket} />
    </Drawer>
  );
}
