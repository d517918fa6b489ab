// A headless Chromium, and pages that remember every error, policy violation and missing translation.
import { proveAnswers } from './contract.mjs';
import { follow } from './evidence.mjs';
import { chromium } from './packages.mjs';

const executablePath = process.env.FRONTDESK_CHROMIUM ?? '/usr/bin/chromium';
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launch = () => chromium.launch({ executablePath, args });

// Runs inside the page before anything else; violations are told through the console.
function reportViolations() {
  document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`policy violation: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
}

/** A fresh profile with one page. `page.troubles` grows by whatever goes wrong; `page.forget()` drops the expected. */
export async function openPage(
  browser,
  { width = 1280, height = 860, language = 'en', theme = 'light', timezone = undefined } = {},
) {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language,
    timezoneId: timezone,
    colorScheme: theme,
    ignoreHTTPSErrors: true,
  });
  proveAnswers(context);
  follow(context);
  const page = await context.newPage();
  page.troubles = [];
  page.forget = () => page.troubles.splice(0);
  page.on('console', (message) => {
    if (message.type() === 'error') page.troubles.push(message.text());
  });
  page.on('pageerror', (error) => page.troubles.push(`uncaught: ${error.message}`));
  await page.addInitScript(reportViolations);
  page.setDefaultTimeout(60_000); // of a busy machine, too
  page.setDefaultNavigationTimeout(120_000);
  return page;
}
