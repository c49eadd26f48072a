import { Trans } from '@lingui/react/macro';
import { Button } from '@mantine/core';
import { IconMapOff } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { Empty } from '~/ui/Empty';

/** An address that leads nowhere. It may be met before anybody has signed in, so it stands without the frame. */
export function LostPage() {
  return (
    <main style={{ height: '100dvh' }}>
      <Empty
        icon={<IconMapOff size={22} stroke={1.6} />}
        title={<Trans>There is no such page</Trans>}
        level={1}
        action={
          <Button component={Link} to="/tickets">
            <Trans>To the tickets</Trans>
          </Button>
        }
      >
        <Trans>The address may be misspelt, or what was here has moved.</Trans>
      </Empty>
    </main>
  );
}
