import { registerSW } from 'virtual:pwa-register';
import { i18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { QueryClient } from '@tanstack/react-query';
import { offer } from '~/ui/notify';
import { keepAnswers } from './keeping';

/** Must be the same as in the service worker (vite.config.ts). */
const shellCache = 'tandem-shell';

/** Lets the workspace open without its server: the page itself by a service worker, what was read by a small database. */
export function startOffline(client: QueryClient): void {
  keepAnswers(client);
  const update = registerSW({
    immediate: true,
    onNeedRefresh: () =>
      offer(i18n._(msg`A new version of Tandem is ready.`), i18n._(msg`Reload`), () => void update(true)),
    onRegisteredSW: () => void keepShell(),
  });
}

/** This visit's page came before there was a service worker to keep it. */
async function keepShell(): Promise<void> {
  try {
    await (await caches.open(shellCache)).add('/agent/');
  } catch {
    // Without it the workspace opens only with its server, as everywhere.
  }
}
