// From a fresh database to an answered ticket, as a newcomer would do it.
import { openPage } from '../support/browser.mjs';
import { assert, assertAccessible, assertNoSidewaysScroll, assertQuiet, settle } from '../support/checks.mjs';
import { callApi, fillForm, fillSetUp, setUp, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';

async function needsSetup(page, desk) {
  await page.goto(`${desk.url}/login`);
  const answer = await page.evaluate(() =>
    fetch('/api/v1/setup').then((one) => (one.ok ? one.json() : { needed: false })),
  );
  page.forget();
  return answer.needed;
}

async function checkSetupPage(browser, desk, language, theme) {
  const page = await openPage(browser, { language, theme });
  await page.goto(`${desk.url}/`);
  await settle(page);
  assertQuiet(page, 'set-up');
  await assertAccessible(page, 'set-up');
  for (const width of [360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    await assertNoSidewaysScroll(page, `set-up at ${width}`);
  }
  await page.context().close();
}

async function addChannel(page, desk) {
  await page.goto(`${desk.url}/channels/new`);
  await page.getByRole('link', { name: /mail/i }).first().click();
  await page.getByLabel('Name of the channel').fill('Service mailbox');
  await fillForm(page, desk.channel);
  await page.getByRole('button', { name: 'Test connection' }).click();
  await page.locator('[data-check]').waitFor({ timeout: 90_000 });
  const outcome = await page.locator('[data-check]').getAttribute('data-check');
  assert(outcome === 'ok', `the connection test says ${outcome}`);
  await page.getByRole('button', { name: 'Save and start' }).click();
  await page.getByRole('heading', { name: 'Service mailbox' }).waitFor();
}

export async function firstRunSuite(browser, desk) {
  const page = await openPage(browser);
  const fresh = await needsSetup(page, desk);
  for (const language of ['zh-CN', 'en']) {
    for (const theme of ['light', 'dark']) {
      await test(`set-up page is sound (${language}, ${theme})`, () =>
        fresh ? checkSetupPage(browser, desk, language, theme) : skip('already set up'));
    }
  }

  await test('a wrong token is refused and the form keeps what was typed', async () => {
    if (!fresh) skip('already set up');
    await fillSetUp(page, { ...desk, token: 'wrong' });
    await page
      .getByText(/token is not valid/)
      .first()
      .waitFor();
    assert((await page.getByLabel('Company').inputValue()) === 'Example Trading', 'the company was lost');
    page.forget();
  });

  await test('set-up makes the first person and leads to the first channel', async () => {
    if (!fresh) skip('already set up');
    if (!desk.token) skip('no FRONTDESK_SETUP_TOKEN');
    const clean = await openPage(browser);
    await setUp(clean, desk);
    assertQuiet(clean, 'set-up');
    await clean.context().close();
  });

  await test('set-up cannot be run a second time', async () => {
    const other = await openPage(browser);
    await other.goto(`${desk.url}/setup#token=${desk.token}`);
    await other.locator('input[name=username]').waitFor();
    assert((await other.getByLabel('Company').count()) === 0, 'the set-up form is shown again');
    const answer = await callApi(other, 'POST', '/setup', { token: 'x' });
    assert(answer.status === 404, `POST /setup answered ${answer.status}`);
    await other.context().close();
  });

  await test('a first channel brings the first ticket', async () => {
    await signIn(page, desk);
    const { body } = await callApi(page, 'GET', '/channels');
    if (body.items.length > 0) skip('there are channels already');
    if (!desk.channel) skip('no FRONTDESK_CHANNEL');
    await addChannel(page, desk);
    await page.goto(`${desk.url}/inbox`);
    await page.locator('[data-row="0"]').waitFor({ timeout: 90_000 });
    assertQuiet(page, 'first channel');
  });

  await test('the first ticket is answered', async () => {
    await page.goto(`${desk.url}/inbox`);
    await page.locator('[data-row="0"]').click();
    const text = `Thank you for writing. ${Date.now()}`;
    await page.getByRole('textbox', { name: 'Reply' }).fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('[data-kind=outbound]', { hasText: text }).waitFor();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '');
    assertQuiet(page, 'first answer');
  });
  await page.context().close();
}
