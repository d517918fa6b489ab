// What keeps an agent's work, whatever colleagues, the network and the machine do meanwhile.
import { until } from '../../integration/desk/waiting.mjs';
import { openPage } from '../support/browser.mjs';
import { assert, assertEqual, assertNoSidewaysScroll, assertQuiet, comeToRest } from '../support/checks.mjs';
import { callApi, openTicket, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';
import { words } from '../support/words.mjs';

const say = words('en');
// FRONTDESK_SWITCHES=500 is what is asked of a release.
const switches = Number(process.env.FRONTDESK_SWITCHES ?? 150);

const sendButton = (page) => page.getByRole('button', { name: 'Send', exact: true });
const replyBox = (page) => page.getByRole('textbox', { name: 'Reply' });
const sentWith = (page, text) => page.locator('[data-kind=outbound]', { hasText: text });

async function openTickets(page, count) {
  const { body } = await callApi(page, 'GET', '/tickets?view=open&sort=updated&limit=50');
  if (body.items.length < count) skip(`fewer than ${count} open tickets`);
  return body.items.slice(0, count);
}

async function versionOf(page, ticket) {
  const { body } = await callApi(page, 'GET', `/tickets/${ticket.id}`);
  return { 'If-Match': `"${body.version}"` };
}

async function addColleague(browser, desk, page) {
  const person = {
    name: `colleague.${Date.now()}`,
    password: 'seven lamps along the quay',
    roles: ['supervisor'],
  };
  const made = await callApi(page, 'POST', '/users', {
    ...person,
    display_name: 'Cora Colleague',
    language: 'en',
  });
  assert(made.status === 201, `adding a person answered ${made.status}`);
  const other = await openPage(browser, { width: 1440 });
  await signIn(other, desk, person);
  return other;
}

/** Moves on by Tab until the focus is on what is called so. */
async function tabTo(page, pattern) {
  for (let at = 0; at < 80; at += 1) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
    });
    if (pattern.test(name)) return;
  }
  throw new Error(`not reached by Tab: ${pattern}`);
}

export async function agentsWorkSuite(browser, desk) {
  const page = await openPage(browser, { width: 1440 });
  await signIn(page, desk);
  const other = await addColleague(browser, desk, page);

  await test('of two who claim at once the second is told who has it', async () => {
    const [ticket] = await openTickets(page, 1);
    await callApi(
      page,
      'POST',
      `/tickets/${ticket.id}/assign`,
      { owner_id: null },
      await versionOf(page, ticket),
    );
    await other.route('**/api/v1/events', (route) => route.abort());
    await openTicket(other, desk, ticket.number);
    await other.getByRole('button', { name: 'Claim', exact: true }).waitFor();
    const claimed = await callApi(
      page,
      'POST',
      `/tickets/${ticket.id}/claim`,
      {},
      await versionOf(page, ticket),
    );
    assert(claimed.status === 200, `the first claim answered ${claimed.status}`);
    await other.getByRole('button', { name: 'Claim', exact: true }).click();
    const told = other.getByRole('status').filter({ hasText: 'Olivia Owner' });
    await told.waitFor();
    await other.getByRole('button', { name: /^Change owner: Olivia Owner/ }).waitFor();
    await other.unroute('**/api/v1/events');
    other.forget();
  });

  await test('a reply stops once when a colleague replied, and shows his name and words', async () => {
    const [ticket] = await openTickets(page, 1);
    await openTicket(page, desk, ticket.number);
    await replyBox(page).fill('My own answer');
    await page.locator('[data-kind]').first().waitFor();
    await openTicket(other, desk, ticket.number);
    const said = `The colleague was faster ${Date.now()}`;
    await replyBox(other).fill(said);
    await sendButton(other).click();
    await sentWith(page, said).waitFor();
    await sendButton(page).click();
    const notice = page.getByRole('status').filter({ hasText: said });
    await notice.filter({ hasText: 'Cora Colleague' }).waitFor();
    assert((await replyBox(page).inputValue()) === 'My own answer', 'the text was lost');
    assert((await sentWith(page, 'My own answer').count()) === 0, 'it was sent all the same');
    await sendButton(page).click();
    await sentWith(page, 'My own answer').first().waitFor();
    assertQuiet(page, 'reply while a colleague replies');
  });

  await test('row 1: the look of a colleague takes nothing from the owner', async () => {
    if (!desk.real) skip('needs a customer who writes');
    const subject = `Unread until its owner looks ${Date.now()}`;
    await desk.write({ subject, text: 'Please answer.' });
    const find = async () => {
      const { body } = await callApi(page, 'GET', '/tickets?view=open&sort=created&limit=10');
      return body.items.find((one) => one.subject === subject);
    };
    const ticket = await until('the mail is a ticket', find, { every: 200 });
    const { body: session } = await callApi(page, 'GET', '/session');
    const owner = { owner_id: session.user.id };
    await callApi(page, 'POST', `/tickets/${ticket.id}/assign`, owner, await versionOf(page, ticket));
    const read = other.waitForResponse((answer) => answer.url().endsWith('/read'));
    await openTicket(other, desk, ticket.number);
    await read;
    const unread = async (one) => {
      const { body } = await callApi(one, 'GET', '/tickets?view=open&sort=created&limit=10');
      return body.items.find(({ id }) => id === ticket.id).unread;
    };
    assertEqual(
      [await unread(page), await unread(other)],
      [true, false],
      'unread for the owner, the colleague',
    );
    await page.goto(`${desk.url}/inbox?view=mine&sort=created`);
    await page.locator('[data-row]', { hasText: subject }).getByText('Unread').waitFor();
    assertQuiet(page, 'unread');
  });

  await test('two tabs: what one sends the other shows, and each keeps its own draft', async () => {
    const [ticket] = await openTickets(page, 1);
    const second = await page.context().newPage();
    await openTicket(page, desk, ticket.number);
    await openTicket(second, desk, ticket.number);
    await replyBox(second).fill('Still being written in the second tab');
    const said = `From the first tab ${Date.now()}`;
    await replyBox(page).fill(said);
    await sendButton(page).click();
    await sentWith(second, said).waitFor();
    const kept = await replyBox(second).inputValue();
    assertEqual(kept, 'Still being written in the second tab', 'draft of the second tab');
    await replyBox(second).fill('');
    await second.close();
    assertQuiet(page, 'two tabs');
  });

  await test('slow network: what is typed meanwhile stays, and one click sends once', async () => {
    const [ticket] = await openTickets(page, 1);
    const network = await page.context().newCDPSession(page);
    const slow = { offline: false, latency: 400, downloadThroughput: 50_000, uploadThroughput: 50_000 };
    await network.send('Network.enable');
    await network.send('Network.emulateNetworkConditions', slow);
    await openTicket(page, desk, ticket.number);
    const said = `Over a slow line ${Date.now()}`;
    await replyBox(page).fill(said);
    await sendButton(page).click();
    await page.keyboard.press('Control+Enter');
    await sentWith(page, said).waitFor();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '');
    assert((await sentWith(page, said).count()) === 1, 'it was sent twice');
    await network.send('Network.emulateNetworkConditions', {
      ...slow,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
    await network.detach();
    assertQuiet(page, 'slow network');
  });

  await test('the whole ticket by keyboard: note, priority, owner, other ways to send', async () => {
    const [ticket] = await openTickets(page, 1);
    await openTicket(page, desk, ticket.number);
    await page.keyboard.press('n');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Note');
    const text = `By keyboard alone ${Date.now()}`;
    await page.keyboard.type(text);
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-kind=note]', { hasText: text }).waitFor();
    await page.keyboard.press('Escape');
    await page
      .locator('main h1')
      .first()
      .evaluate((element) => {
        element.tabIndex = -1;
        element.focus();
      });
    await tabTo(page, /^Change priority/);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: say('classify.title') }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => /^Change priority/.test(document.activeElement?.textContent ?? ''));
    await tabTo(page, /^Change owner/);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.keyboard.press('r');
    await page.keyboard.type('Half an answer');
    await tabTo(page, /^Other ways to send$/);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /^Send and resolve/ }).waitFor();
    await page.keyboard.press('Escape');
    await replyBox(page).fill('');
    assertQuiet(page, 'ticket by keyboard');
  });

  await test('a screen reader hears a name for everything, and of a row all that is seen', async () => {
    const [ticket] = await openTickets(page, 1);
    await openTicket(page, desk, ticket.number);
    await comeToRest(page);
    const heard = await page.locator('body').ariaSnapshot();
    const nameless = heard
      .split('\n')
      .filter((line) =>
        /^\s*- (button|link|textbox|searchbox|combobox|checkbox|region|navigation|progressbar)\s*(\[[^\]]*\]\s*)*:?$/.test(
          line,
        ),
      );
    assertEqual(nameless, [], 'parts without a name');
    const row = await page.locator('[data-row="0"]').evaluate((element) => element.textContent);
    assert(/C\d{6,}/.test(row), `a row does not say the customer's number: ${row}`);
    const priority = page.locator('[data-row="0"]').getByRole('img', { name: /^P[123] / });
    assert((await priority.count()) === 1, 'a row does not say its priority');
  });

  await test('zoomed to 200 %, with less motion, the ticket is all there', async () => {
    const [ticket] = await openTickets(page, 1);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 640, height: 400 });
    await openTicket(page, desk, ticket.number);
    await assertNoSidewaysScroll(page, 'ticket at 200 %');
    await sendButton(page).scrollIntoViewIfNeeded();
    const box = await sendButton(page).boundingBox();
    assert(box.y >= 0 && box.y + box.height <= 400, 'the way to send is out of reach');
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    const longest = await page.evaluate(() =>
      Math.max(0, ...document.getAnimations().map((one) => Number(one.effect?.getTiming().duration) || 0)),
    );
    assert(longest <= 1, `something moves for ${longest} ms`);
    await page.keyboard.press('Escape');
    await page.emulateMedia({ reducedMotion: null });
    await page.setViewportSize({ width: 1440, height: 860 });
    assertQuiet(page, '200 %');
  });

  await test(`after ${switches} tickets the page holds no more than it may`, async () => {
    await openTickets(page, 5);
    await page.goto(`${desk.url}/inbox?view=all`);
    await page.locator('[data-row="4"]').waitFor();
    await page.evaluate(async (count) => {
      const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
      for (let at = 0; at < count; at += 1) {
        document.querySelector(`[data-row="${at % 5}"]`).click();
        await drawn();
      }
    }, switches);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('HeapProfiler.enable');
    await devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await devtools.send('Runtime.getHeapUsage');
    const megabytes = usedSize / 1024 / 1024;
    console.log(`figure: heap_after_${switches}_tickets_mb=${megabytes.toFixed(1)}`);
    assert(megabytes <= 80, `the heap holds ${megabytes.toFixed(1)} MB`);
    page.forget(); // requests that a quick change of the ticket gave up
  });
  await other.context().close();
  await page.context().close();
}
