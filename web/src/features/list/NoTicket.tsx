import { Trans } from '@lingui/react/macro';
import { Kbd } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { Empty } from '~/ui/Empty';

export function NoTicket() {
  return (
    <Empty icon={<IconInbox size={22} stroke={1.6} />} title={<Trans>No ticket open</Trans>}>
      <Trans>
        Choose one from the list, or press <Kbd size="xs">J</Kbd> to begin.
      </Trans>
    </Empty>
  );
}
