import { Trans } from '@lingui/react/macro';
import { Kbd } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useKeysOf } from '~/actions/ownKeys';
import { shown } from '~/actions/press';
import { Empty } from '~/ui/Empty';

export function NoTicket() {
  const next = useKeysOf('next');
  return (
    <Empty icon={<IconInbox size={22} stroke={1.6} />} title={<Trans>No ticket open</Trans>}>
      {next ? (
        <Trans>
          Choose one from the list, or press <Kbd size="xs">{shown(next)}</Kbd> to begin.
        </Trans>
      ) : (
        <Trans>Choose one from the list.</Trans>
      )}
    </Empty>
  );
}
