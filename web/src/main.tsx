import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles/tokens.css';
import './styles/app.css';
import './styles/parts.css';
import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { queryClient } from './api/queryClient';
import { nonce, readBoot } from './boot';
import { activate, pickLocale, rememberedLocale } from './i18n/locales';
import { router } from './router';
import { theme, variables } from './styles/theme';

// A tab that was open during a deployment asks for files that are gone: load the new shell, once.
window.addEventListener('vite:preloadError', () => {
  const key = 'tandem.reloaded';
  const last = Number(sessionStorage.getItem(key));
  if (Date.now() - last < 30_000) return;
  sessionStorage.setItem(key, String(Date.now()));
  window.location.reload();
});

async function start(): Promise<void> {
  // The library that locks scrolling under dialogs writes a style element of its own.
  setNonce(nonce());
  await activate(pickLocale([rememberedLocale(), readBoot().language, ...navigator.languages]));
  const root = document.getElementById('root');
  if (!root) throw new Error('the shell has no #root');
  createRoot(root).render(
    <StrictMode>
      <I18nProvider i18n={i18n}>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={variables}
          defaultColorScheme="auto"
          getStyleNonce={nonce}
        >
          <Notifications limit={3} zIndex={400} />
          <QueryClientProvider client={queryClient}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </MantineProvider>
      </I18nProvider>
    </StrictMode>,
  );
}

/** After the first screen: nothing of it waits for this. */
function later(): void {
  const begin = () => void import('./offline/start').then(({ startOffline }) => startOffline(queryClient));
  if ('requestIdleCallback' in window) requestIdleCallback(begin, { timeout: 5_000 });
  else setTimeout(begin, 2_000);
}

void start().then(later);
