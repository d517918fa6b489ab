// The browser tests use the packages of web_admin; this is the one place that knows where they are.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../web_admin/package.json', import.meta.url));

export const { chromium } = require('playwright-core');
export const typescript = require('typescript');
export const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
