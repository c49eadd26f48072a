import { fileURLToPath } from 'node:url';
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const backEnd = process.env.TANDEM_URL ?? 'http://127.0.0.1:8000';

/** In development nobody fills the template, so its two placeholders are filled here. */
function fillShell(): Plugin {
  return {
    name: 'tandem-fill-shell',
    apply: 'serve',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replaceAll('__CSP_NONCE__', '').replace('__BOOT__', '{"language":"en"}'),
    },
  };
}

export default defineConfig({
  base: '/agent/',
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true, quoteStyle: 'single', semicolons: true }),
    react(),
    lingui(),
    babel({ presets: [linguiTransformerBabelPreset()] }),
    fillShell(),
    VitePWA({
      registerType: 'prompt',
      injectRegister: false,
      filename: 'sw.js',
      manifest: {
        id: '/agent/',
        name: 'Tandem',
        short_name: 'Tandem',
        description: 'Customer support for teams',
        start_url: '/agent/',
        scope: '/agent/',
        display: 'standalone',
        background_color: '#f3f3f6',
        theme_color: '#f3f3f6',
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        inlineWorkboxRuntime: true,
        sourcemap: false,
        clientsClaim: true,
        cleanupOutdatedCaches: true,
        globPatterns: ['assets/**/*.{js,css,svg}', 'assets/inter-latin-wght-*.woff2'],
        // The names hold the contents already.
        dontCacheBustURLsMatching: /assets\//,
        // The shell is made by the server for each visit; there is no page to precache.
        navigateFallback: null,
        runtimeCaching: [
          {
            urlPattern: ({ request, url }) =>
              request.mode === 'navigate' && url.pathname.startsWith('/agent/'),
            handler: 'NetworkFirst',
            options: {
              cacheName: 'tandem-shell',
              networkTimeoutSeconds: 5,
              cacheableResponse: { statuses: [200] },
              // One shell for all addresses; a proxy's "bad gateway" is no answer while there is a shell.
              plugins: [
                {
                  cacheKeyWillBeUsed: async () => '/agent/',
                  fetchDidSucceed: async ({ response }) => {
                    if (response.status >= 500) throw new Error(String(response.status));
                    return response;
                  },
                },
              ],
            },
          },
          {
            urlPattern: ({ url, sameOrigin }) => sameOrigin && url.pathname.startsWith('/agent/assets/'),
            handler: 'CacheFirst',
            options: { cacheName: 'tandem-assets', expiration: { maxEntries: 200 } },
          },
        ],
      },
    }),
  ],
  resolve: { alias: { '~': fileURLToPath(new URL('./src', import.meta.url)) } },
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    // Not where it is served from: scripts/publish.ts brings it there.
    outDir: 'node_modules/.build',
    emptyOutDir: true,
    manifest: true,
    assetsInlineLimit: 0,
    target: 'es2023',
    sourcemap: false,
  },
  server: {
    port: 5173,
    strictPort: true,
    proxy: {
      '/api': backEnd,
      '/_allauth': backEnd,
      '/media': backEnd,
      '/ws': { target: backEnd, ws: true },
    },
  },
});
