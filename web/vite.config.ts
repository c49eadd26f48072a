import { fileURLToPath } from 'node:url';
import { lingui, linguiTransformerBabelPreset } from '@lingui/vite-plugin';
import babel from '@rolldown/plugin-babel';
import { tanstackRouter } from '@tanstack/router-plugin/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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
