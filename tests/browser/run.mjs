// Runs all browser tests against FRONTDESK_URL, against real daemons (--daemon), or against the mock of web_admin. See
// README.md.
import path from 'node:path';
import { startMock } from '../../web_admin/mock/server.mjs';
import { setupToken } from '../../web_admin/mock/store.mjs';
import { launch } from './support/browser.mjs';
import { proven } from './support/contract.mjs';
import { owner } from './support/desk.mjs';
import { RealDesk } from './support/real_desk.mjs';
import { fail, finish } from './support/run_suite.mjs';
import { channelSuite } from './suites/channels.mjs';
import { firstRunSuite } from './suites/first_run.mjs';
import { hostileSuite } from './suites/hostile.mjs';
import { inboxSuite } from './suites/inbox.mjs';
import { keyboardSuite } from './suites/keyboard.mjs';
import { outageSuite } from './suites/outage.mjs';
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

async function openDesk() {
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
      stop: () => {},
    };
  }
  if (real) return RealDesk.open(person);
  const root = path.resolve(import.meta.dirname, '../../web_admin/dist');
  const mock = await startMock({ root, fresh: true });
  return { url: mock.url, token: setupToken, person, channel: mockChannel, mock, stop: () => mock.stop() };
}

const suites = {
  keyboard: keyboardSuite,
  inbox: inboxSuite,
  ticket: ticketSuite,
  channels: channelSuite,
  session: sessionSuite,
  hostile: hostileSuite,
  outage: outageSuite,
  pages: pageSuite,
};

const options = process.argv.slice(2);
const real = options.includes('--daemon');
const only = options.filter((one) => !one.startsWith('--'));
const browser = await launch();

/** The first run in a language, on a desk of its own where one can be made. */
async function firstRun(language) {
  const desk = await openDesk();
  console.log(`-- first_run (${language})`);
  await firstRunSuite(browser, desk, language);
  return desk;
}

async function close(desk) {
  for (const mistake of desk.mock?.store.mistakes ?? []) fail(`the mock: not as described: ${mistake}`);
  await desk.stop();
}

if (!process.env.FRONTDESK_URL) await close(await firstRun('zh-CN'));
const desk = await firstRun('en');
for (const [name, suite] of Object.entries(suites)) {
  if (only.length > 0 && !only.includes(name)) continue;
  console.log(`-- ${name}`);
  await suite(browser, desk);
}
await browser.close();
await close(desk);
const { answers, mistakes } = await proven();
console.log(`figure: proven_answers=${answers}`);
for (const mistake of mistakes) fail(`not as described: ${mistake}`);
process.exit(finish());
