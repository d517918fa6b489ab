// The audit page: each filter alone and together shows what it says and nothing else, stays in the address, and can be
// taken off.
import { openPage } from '../support/browser.mjs';
import { assert, assertAccessible, assertEqual, assertQuiet } from '../support/checks.mjs';
import { appear, callApi, signIn } from '../support/desk.mjs';
import { test } from '../support/run_suite.mjs';
import { words } from '../support/words.mjs';

const today = () => new Date().toLocaleDateString('sv'); // yyyy-mm-dd where the browser is
const tomorrow = () => new Date(Date.now() + 86_400_000).toLocaleDateString('sv');

/** Does `act`, waits for the answer that it asks for, and tells the records that the page then shows. */
async function filtered(page, act) {
  const asked = page.waitForResponse((answer) => new URL(answer.url()).pathname === '/api/v1/audit');
  await act();
  const answer = await (await asked).json();
  await page.waitForFunction(
    (count) => document.querySelectorAll('main tbody tr').length === count,
    answer.items.length,
  );
  return answer.items;
}

async function filters(page, desk, me, say) {
  const field = (key) => page.getByLabel(say(key), { exact: true });
  await filtered(page, () => page.goto(`${desk.url}/audit`));

  const signIns = await filtered(page, () => field('audit.action').selectOption('auth.login'));
  assert(
    signIns.length > 0 && signIns.every(({ action }) => action === 'auth.login'),
    'other acts are shown',
  );
  const mine = await filtered(page, () => field('audit.actor').selectOption(me.id));
  assert(mine.length > 0 && mine.every(({ actor }) => actor.id === me.id), 'acts of others are shown');
  assert(page.url().includes('action=auth.login') && page.url().includes(`actor=${me.id}`), page.url());

  const again = await filtered(page, () => page.reload());
  assertEqual(again[0].seq, mine[0].seq, 'the address does not keep the filters');
  assertEqual(await field('audit.action').inputValue(), 'auth.login', 'the act that is chosen');

  const ofToday = await filtered(page, () => field('audit.from').fill(today()));
  assert(ofToday.length > 0, 'what was done today is not shown');
  const none = await filtered(page, () => field('audit.from').fill(tomorrow()));
  assertEqual(none, [], 'records of tomorrow');
  await page.getByText(say('audit.none')).waitFor();
  await assertAccessible(page, 'audit, nothing found');
  const all = await filtered(page, () =>
    page.getByRole('button', { name: say('inbox.clear_filters') }).click(),
  );
  assert(new Set(all.map(({ action }) => action)).size > 1, 'the filters were not taken off');

  const { body: tickets } = await callApi(page, 'GET', '/tickets?view=all&limit=1');
  const [ticket] = tickets.items;
  const ofOne = await filtered(page, () => field('audit.object_id').fill(ticket.number.toLowerCase()));
  assert(
    ofOne.length > 0 && ofOne.every(({ object }) => object.id === ticket.id),
    `records of others beside those of ${ticket.number}`,
  );
  await page.locator('main tbody button').first().click();
  await page.getByRole('dialog', { name: say('audit.details') }).waitFor();
  await page.keyboard.press('Escape');
  assertQuiet(page, 'audit filters');
}

export async function auditSuite(browser, desk) {
  const page = await openPage(browser, { width: 1440 });
  await signIn(page, desk);
  const { body } = await callApi(page, 'GET', '/session');
  for (const language of ['zh-CN', 'en']) {
    await test(`the audit log is filtered by act, person, day and object (${language})`, async () => {
      await appear(page, language, 'light');
      await filters(page, desk, body.user, words(language));
    });
  }
  await page.context().close();
}
