// Runs the browser tests against daemons of their own, or against the one at FRONTDESK_URL: all, those that are named, or,
// after the word `but`, all that are not. See README.md.
import { launch } from './support/browser.mjs';
import { proven } from './support/contract.mjs';
import { owner } from './support/desk.mjs';
import { furnish } from './support/furnish.mjs';
import { RealDesk } from './support/real_desk.mjs';
import { fail, finish, runSuite } from './support/run_suite.mjs';
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
import { recipientSuite } from './suites/recipients.mjs';
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
  recipients: recipientSuite,
  canary: canarySuite,
  audit: auditSuite,
  channels: channelSuite,
  session: sessionSuite,
  hostile: hostileSuite,
  outage: outageSuite,
  pages: pageSuite,
  crowd: crowdSuite,
};

const [first, ...others] = process.argv.slice(2);
function isWanted(name) {
  if (first === 'but') return !others.includes(name);
  return first === undefined || name === first || others.includes(name);
}
const wanted = Object.keys(suites).filter(isWanted);
const browser = await launch();

/** The first run in a language, on a desk of its own where one can be made. */
async function firstRun(language) {
  const desk = await openDesk();
  await runSuite(`first_run (${language})`, () => firstRunSuite(browser, desk, language));
  return desk;
}

/** The pages alone need no first run: their desk is set up behind them. */
async function deskForPages() {
  const desk = await openDesk();
  await furnish(desk);
  return desk;
}

const isOurs = !process.env.FRONTDESK_URL;
if (isOurs && isWanted('first_run')) await (await firstRun('zh-CN')).stop();
const desk = isOurs && wanted.join() === 'pages' ? await deskForPages() : await firstRun('en');
for (const name of wanted) await runSuite(name, () => suites[name](browser, desk));
await browser.close();
await desk.stop();
const { answers, mistakes } = await proven();
console.log(`figure: proven_answers=${answers}`);
for (const mistake of mistakes) fail(`not as described: ${mistake}`);
process.exit(finish());
