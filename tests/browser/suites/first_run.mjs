// From a fresh database to an answered ticket, as a newcomer would do it, in the language he reads.
import { until } from '../../integration/desk/waiting.mjs';
import { openPage } from '../support/browser.mjs';
import { assert, assertAccessible, assertNoSidewaysScroll, assertQuiet, settle } from '../support/checks.mjs';
import { callApi, fillForm, fillSetUp, setUp, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';
import { words } from '../support/words.mjs';

/** Subjects of what the customer of a real desk writes first. */
export const subjects = { plain: '退款什么时候到账', designed: 'Designed mail about a parcel' };

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

async function addChannel(page, desk, say) {
  await page.goto(`${desk.url}/channels/new`);
  await page
    .getByRole('link', { name: /mail|邮件/i })
    .first()
    .click();
  await page.getByLabel(say('channel.name')).fill('Service mailbox');
  await fillForm(page, desk.channel);
  await page.getByRole('button', { name: say('check.run') }).click();
  await page.locator('[data-check]').waitFor({ timeout: 90_000 });
  const outcome = await page.locator('[data-check]').getAttribute('data-check');
  assert(outcome === 'ok', `the connection test says ${outcome}`);
  await page.getByRole('button', { name: say('channel.create') }).click();
  await page.getByRole('heading', { name: 'Service mailbox' }).waitFor();
}

/** Customers write to a real desk as soon as it listens. */
async function letCustomersWrite(page, desk, say) {
  await until(
    'the channel is well',
    async () => (await callApi(page, 'GET', '/channels')).body.items[0].state === 'ok',
    { every: 200 },
  );
  await page.reload();
  await page.getByText(say('channel.state.ok'), { exact: true }).first().waitFor();
  await desk.write({ subject: subjects.plain, text: '您好，上周申请的退款还没有到账，请帮忙查一下。' });
  const html =
    '<h1>Where is my parcel?</h1><p>Nothing has changed since <b>Monday</b>.</p>' +
    '<p><a href="https://track.example.com/parcel">Track it here</a></p>';
  await desk.write({ subject: subjects.designed, text: 'Where is my parcel?', html });
  await desk.writeSamples();
}

export async function firstRunSuite(browser, desk, language) {
  const say = words(language);
  const page = await openPage(browser, { language });
  const fresh = await needsSetup(page, desk);
  for (const theme of ['light', 'dark']) {
    await test(`set-up page is sound (${language}, ${theme})`, () =>
      fresh ? checkSetupPage(browser, desk, language, theme) : skip('already set up'));
  }

  await test(`rows 8, 9, 14: set-up tells all mistakes at once, its command, and the time here (${language})`, async () => {
    if (!fresh) skip('already set up');
    const here = await openPage(browser, { language, timezone: 'Europe/Berlin' });
    await here.goto(`${desk.url}/setup`);
    await here.getByText('frontdesk setup link').first().waitFor();
    const zone = here.getByLabel(say('setup.time_zone'), { exact: true });
    assert((await zone.inputValue()) === 'Europe/Berlin', 'the zone of the browser is not chosen');
    const label = await zone.evaluate((element) => element.selectedOptions[0].textContent);
    assert(/^UTC\+0[12]:00 · .+ · Europe\/Berlin$/.test(label), `the zone is called ${label}`);
    assert(language === 'en' || /欧/.test(label), `the zone has no Chinese name: ${label}`);
    await here.getByLabel(say('setup.name'), { exact: true }).fill('店主');
    const password = here.getByRole('textbox', { name: say('setup.password') });
    await password.fill('password1234');
    await here.getByRole('button', { name: say('setup.submit') }).click();
    await here.getByText(say('error.user_name')).waitFor();
    await here.getByText(say('error.password_common')).waitFor();
    const wrong = await here.locator('[aria-invalid=true]').count();
    assert(wrong === 5, `${wrong} of five mistakes are told`);
    await assertAccessible(here, 'set-up with mistakes');
    // Whoever leaves the field hears it, before anything is sent.
    await password.fill('short');
    await password.press('Tab');
    await here.getByText(say('error.password_short')).waitFor();
    await here.context().close();
  });

  await test('a wrong token is refused and the form keeps what was typed', async () => {
    if (!fresh) skip('already set up');
    await fillSetUp(page, { ...desk, token: 'wrong' }, language);
    await page.getByText(say('error.setup_token')).first().waitFor();
    const company = page.getByLabel(say('setup.company'), { exact: true });
    assert((await company.inputValue()) === 'Example Trading', 'the company was lost');
    page.forget();
  });

  await test('set-up makes the first person and leads to the first channel', async () => {
    if (!fresh) skip('already set up');
    if (!desk.token) skip('no FRONTDESK_SETUP_TOKEN');
    const clean = await openPage(browser, { language });
    await setUp(clean, desk, language);
    assertQuiet(clean, 'set-up');
    await clean.context().close();
  });

  await test('set-up cannot be run a second time', async () => {
    const other = await openPage(browser, { language });
    await other.goto(`${desk.url}/setup#token=${desk.token}`);
    await other.locator('input[name=username]').waitFor();
    const company = other.getByLabel(say('setup.company'), { exact: true });
    assert((await company.count()) === 0, 'the set-up form is shown again');
    const answer = await callApi(other, 'POST', '/setup', { token: 'x' });
    assert(answer.status === 404, `POST /setup answered ${answer.status}`);
    await other.context().close();
  });

  await test('a first channel brings the first ticket', async () => {
    await signIn(page, desk);
    const { body } = await callApi(page, 'GET', '/channels');
    if (body.items.length > 0) skip('there are channels already');
    if (!desk.channel) skip('no FRONTDESK_CHANNEL');
    await addChannel(page, desk, say);
    if (desk.real) await letCustomersWrite(page, desk, say);
    await page.goto(`${desk.url}/inbox`);
    await page.locator('[data-row="0"]').waitFor({ timeout: 90_000 });
    assertQuiet(page, 'first channel');
  });

  await test('the first ticket is answered', async () => {
    await page.goto(`${desk.url}/inbox`);
    const row = page.locator('[data-row]');
    const wanted = desk.real ? row.filter({ hasText: subjects.plain }) : row;
    await wanted.first().click();
    const text = `Thank you for writing. 感谢您的来信 ${Date.now()}`;
    await page.getByRole('textbox', { name: say('composer.reply') }).fill(text);
    await page.getByRole('button', { name: say('composer.send'), exact: true }).click();
    await page.locator('[data-kind=outbound]', { hasText: text }).waitFor();
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '');
    assertQuiet(page, 'first answer');
    if (!desk.real) return;
    const number = new URL(page.url()).pathname.split('/').pop();
    desk.answered = { number, mail: await desk.received(text) };
  });
  await page.context().close();
}
