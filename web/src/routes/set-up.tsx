import { createFileRoute, redirect } from '@tanstack/react-router';
import { installationQuery } from '~/api/session';
import { SetUp } from '~/features/frame/SetUp';

export const Route = createFileRoute('/set-up')({
  loader: async ({ context }) => {
    const installation = await context.queryClient.ensureQueryData(installationQuery);
    if (installation.state === 'ready') throw redirect({ to: '/' });
  },
  component: SetUp,
});
