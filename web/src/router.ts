import { createRouter, parseSearchWith, stringifySearchWith } from '@tanstack/react-router';
import { queryClient } from './api/queryClient';
import { routeTree } from './routeTree.gen';

export const router = createRouter({
  routeTree,
  basepath: '/agent',
  context: { queryClient },
  defaultPreload: false,
  defaultPendingMs: 150,
  scrollRestoration: false,
  // Values stay text: ids have 64 bits and would lose digits as numbers.
  parseSearch: parseSearchWith((value) => value),
  stringifySearch: stringifySearchWith(String),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
