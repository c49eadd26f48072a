import { createRouter } from '@tanstack/react-router';
import { parseAddress, stringifyAddress } from './address';
import { queryClient } from './api/queryClient';
import { routeTree } from './routeTree.gen';

export const router = createRouter({
  routeTree,
  basepath: '/agent',
  context: { queryClient },
  defaultPreload: false,
  defaultPendingMs: 150,
  scrollRestoration: false,
  parseSearch: parseAddress,
  stringifySearch: stringifyAddress,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
