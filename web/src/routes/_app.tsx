import { createFileRoute, redirect } from '@tanstack/react-router';
import { isCode, Unreachable } from '~/api/client';
import { keys } from '~/api/keys';
import { installationQuery, meQuery } from '~/api/session';
import type { Me } from '~/api/types';
import { Frame } from '~/features/frame/Frame';
import { Failure } from '~/ui/Failure';

/** Nothing below is shown before we know who is here. `?as=` asks for another person, wherever it stands. */
export const Route = createFileRoute('/_app')({
  validateSearch: (search: Record<string, unknown>): { as?: string } =>
    search.as === undefined ? {} : { as: String(search.as) },
  beforeLoad: async ({ context, location, search }) => {
    if (search.as) throw redirect({ to: '/sign-in', search: { as: search.as } });
    try {
      const me = await context.queryClient.ensureQueryData(meQuery);
      // The server opens nothing else before.
      if (me.factor_needed && location.pathname !== '/me/security') throw redirect({ to: '/me/security' });
      return { me };
    } catch (error) {
      if (error instanceof Unreachable) {
        // What this device has kept can be read, and written to.
        const { restoreAnswers } = await import('~/offline/keeping');
        await restoreAnswers(context.queryClient);
        const me = context.queryClient.getQueryData<Me>(keys.me);
        if (me) return { me };
      }
      if (!isCode(error, 'auth.required')) throw error;
      const installation = await context.queryClient.ensureQueryData(installationQuery);
      if (installation.state === 'first_run') throw redirect({ to: '/set-up' });
      const here = location.pathname === '/' ? {} : { to: location.href };
      throw redirect({ to: '/sign-in', search: here });
    }
  },
  component: Frame,
  errorComponent: ({ error, reset }) => <Failure error={error} retry={reset} />,
});
