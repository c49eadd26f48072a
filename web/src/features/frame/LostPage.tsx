import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Empty } from '~/ui/Empty';

export function LostPage() {
  return (
    <Empty
      icon={<IconMapOff size={22} stroke={1.6} />}
      title={<Trans>There is no such page</Trans>}
      action={
        <Button variant="default" component={Link} to="/tickets">
          <Trans>To the tickets</Trans>
        </Button>
      }
    />
  );
}
