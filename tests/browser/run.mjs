// Runs all browser tests against FRONTDESK_URL, or against the mock of web_admin when it is not set. See README.md.
import path from 'node:path';
import { startMock } from '../../web_admin/mock/server.mjs';
import { setupToken } from '../../web_admin/mock/store.mjs';
import { launch } from './support/browser.mjs';
import { owner } from './support/desk.mjs';
import { finish } from './support/run_suite.mjs';
import { channelSuite } from './suites/channels.mjs';
import { firstRunSuite } from './suites/first_run.mjs';
import { hostileSuite } from './suites/hostile.mjs';
import { inboxSuite } from './suites/inbox.mjs';
import { keyboardSuite } from './suites/keyboard.mjs';
import { pageSuite } from './suites/pages.mjs';
import { sessionSuite } from './suites/session.mjs';
import { ticketSuite } from './suites/ticket.mjs';

const mockChannel = {
  address: 'desk@example.com',
  'sign_in.user': 'desk@example.com',
  'sign_in.password': 'not-a-real-one',
  'imap.host': 'imap.example.com',
  'smtp.host': 'smtp.example.com',
};

async function findDesk() {
  const { env } = process;
  const person = {
    name: env.FRONTDESK_USER ?? owner.name,
    password: env.FRONTDESK_PASSWORD ?? owner.password,
  };
  if (env.FRONTDESK_URL) {
    const channel = env.FRONTDESK_CHANNEL ? JSON.parse(env.FRONTDESK_CHANNEL) : null;
    return {
      url: env.FRONTDESK_URL.replace(/\/$/, ''),
      token: env.FRONTDESK_SETUP_TOKEN,
      person,
      channel,
      mock: null,
    };
  }
  const root = path.resolve(import.meta.dirname, '../../web_admin/dist');
  const mock = await startMock({ root, fresh: true });
  return { url: mock.url, token: setupToken, person, channel: mockChannel, mock };
}

const suites = {
  first_run: firstRunSuite,
  keyboard: keyboardSuite,
  inbox: inboxSuite,
  ticket: ticketSuite,
  channels: channelSuite,
  session: sessionSuite,
  hostile: hostileSuite,
  pages: pageSuite,
};

const desk = await findDesk();
const browser = await launch();
const only = process.argv.slice(2);
for (const [name, suite] of Object.entries(suites)) {
  if (only.length > 0 && !only.includes(name) && name !== 'first_run') continue;
  console.log(`-- ${name}`);
  await suite(browser, desk);
}
await browser.close();
await desk.mock?.stop();
process.exit(finish());
