// Usage: node mock/main.mjs [--port 8199] [--fresh] [--tickets 1000]
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startMock } from './server.mjs';
import { demoPassword, setupToken } from './store.mjs';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8199' },
    fresh: { type: 'boolean' },
    tickets: { type: 'string', default: '0' },
  },
});
const root = path.resolve(import.meta.dirname, '../dist');
const { url } = await startMock({
  port: Number(values.port),
  root,
  fresh: values.fresh,
  count: Number(values.tickets),
});
console.log(`${url}  user admin, password "${demoPassword}", set-up token ${setupToken}`);
