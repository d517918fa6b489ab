// Runs all browser tests against daemons of their own, or against the one at FRONTDESK_URL. See README.md.
import { launch } from './support/browser.mjs';
import { proven } from './support/contract.mjs';
import { owner } from './support/desk.mjs';
import { RealDesk } from './support/real_desk.mjs';
import { fail, finish } from './support/run_suite.mjs';
import { agentsWorkSuite } from './suites/agents_work.mjs';
import { auditSuite } from './suites/audit.mjs';
import { canarySuite } from './suites/canary.mjs';
import { channelSuite } from './suites/channels.mjs';
import { crowdSuite } from './suites/crowd.mjs';
import { firstRunSuite } from './suites/first_run.mjs';
import { hostileSuite } from './suites/hostile.mjs';
import { inboxSuite } from './suites/inbox.mjs';
import { keyboardSuite } from './suites/keyboard.mjs';
import { mergeSuite } from './suites/merge.mjs';
import { outageSuite } from './suites/outage.mjs';
import { pageSuite } from './suites/pages.mjs';
import { sessionSuite } from './suites/session.mjs';
import { situationSuite } from './suites/situations.mjs';
import { ticketSuite } from './suites/ticket.mjs';

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
      stop: () => {},
    };
  }
  return RealDesk.open(person);
}

const suites = {
  keyboard: keyboardSuite,
  inbox: inboxSuite,
  ticket: ticketSuite,
  situations: situationSuite,
  agents_work: agentsWorkSuite,
  merge: mergeSuite,
  canary: canarySuite,
  audit: auditSuite,
  channels: channelSuite,
  session: sessionSuite,
  hostile: hostileSuite,
  outage: outageSuite,
  pages: pageSuite,
  crowd: crowdSuite,
};

const only = process.argv.slice(2);
const browser = await launch();

/** The first run in a language, on a desk of its own where one can be made. */
async function firstRun(language) {
  const desk = await openDesk();
  console.log(`-- first_run (${language})`);
  await firstRunSuite(browser, desk, language);
  return desk;
}

if (!process.env.FRONTDESK_URL) await (await firstRun('zh-CN')).stop();
const desk = await firstRun('en');
for (const [name, suite] of Object.entries(suites)) {
  if (only.length > 0 && !only.includes(name)) continue;
  console.log(`-- ${name}`);
  await suite(browser, desk);
}
await browser.close();
await desk.stop();
const { answers, mistakes } = await proven();
console.log(`figure: proven_answers=${answers}`);
for (const mistake of mistakes) fail(`not as described: ${mistake}`);
process.exit(finish());
