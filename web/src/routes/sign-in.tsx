import { createFileRoute, redirect } from '@tanstack/react-router';
import { installationQuery } from '~/api/session';
import { SignIn } from '~/features/frame/SignIn';

interface Search {
  /** In the demo: the person to become at once. */
  as?: string;
  /** Where to go afterwards. */
  to?: string;
}

export const Route = createFileRoute('/sign-in')({
  validateSearch: (search: Record<string, unknown>): Search => ({
    ...(search.as === undefined ? {} : { as: String(search.as) }),
    ...(typeof search.to === 'string' && search.to.startsWith('/') && !search.to.startsWith('//')
      ? { to: search.to }
      : {}),
  }),
  loader: async ({ context }) => {
    const installation = await context.queryClient.ensureQueryData(installationQuery);
    if (installation.state === 'first_run') throw redirect({ to: '/set-up' });
    return installation;
  },
  component: SignIn,
});
