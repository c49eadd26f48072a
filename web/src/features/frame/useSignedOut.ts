import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { whenSignedOut } from '~/api/client';
import { forget } from '~/offline/forget';

/** The session ended while we worked: ask for it again and come back to the same place. Drafts stay on this device. */
export function useSignedOut(): void {
  const router = useRouter();
  const client = useQueryClient();
  useEffect(() => {
    whenSignedOut(() => {
      const here = router.latestLocation;
      if (here.pathname === '/sign-in') return;
      void forget(client);
      void router.navigate({ to: '/sign-in', search: { to: here.href } });
    });
    return () => whenSignedOut(() => undefined);
  }, [router, client]);
}
