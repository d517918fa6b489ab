import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { loginBudget } from './build/login_budget.ts';
import { precompress } from './build/precompress.ts';

const daemon = process.env.FRONTDESK_URL ?? 'http://127.0.0.1:8480';

export default defineConfig({
  // Relative, so that the desk may lie below any path; the daemon makes index.html's own absolute.
  base: './',
  plugins: [react(), loginBudget(), precompress()],
  server: {
    proxy: { '/api': { target: daemon, changeOrigin: true } },
    fs: { allow: ['.', '../config/texts'] },
  },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: 'happy-dom',
    include: ['tests/**/*.test.{ts,tsx}'],
    setupFiles: ['tests/support/setup.ts'],
    css: false,
    // One worker that keeps what it has loaded: each file anew costs seven times the work.
    pool: 'threads',
    isolate: false,
    maxWorkers: 1,
    testTimeout: 120_000, // ends what hangs, also on a busy machine
  },
});
