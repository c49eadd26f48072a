import { defineConfig } from '@lingui/cli';
import { formatter } from '@lingui/format-po';

export default defineConfig({
  sourceLocale: 'en',
  locales: ['en', 'zh-CN', 'ru', 'cs'],
  catalogs: [{ path: '<rootDir>/src/locales/{locale}', include: ['src'] }],
  // No line numbers and an order by text: otherwise every rebase conflicts.
  format: formatter({ lineNumbers: false }),
  orderBy: 'message',
});
