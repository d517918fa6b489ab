// Signing in and out, wrong passwords, sessions that end in the middle of work.
import { openPage } from '../support/browser.mjs';
import { assert, assertAccessible, assertNoSidewaysScroll, assertQuiet, settle } from '../support/checks.mjs';
import { callApi, signIn } from '../support/desk.mjs';
import { test } from '../support/run_suite.mjs';

export async function sessionSuite(browser, desk) {
  for (const language of ['zh-CN', 'en']) {
    for (const theme of ['light', 'dark']) {
      await test(`login page is sound (${language}, ${theme})`, async () => {
        const page = await openPage(browser, { language, theme });
        await page.goto(`${desk.url}/login`);
        await settle(page);
        assertQuiet(page, 'login');
        await assertAccessible(page, 'login');
        for (const width of [360, 768, 1280]) {
          await page.setViewportSize({ width, height: 800 });
          await assertNoSidewaysScroll(page, `login at ${width}`);
        }
        await page.context().close();
      });
    }
  }

  await test('a wrong password is refused in words', async () => {
    const page = await openPage(browser);
    await page.goto(`${desk.url}/login`);
    await page.locator('input[name=username]').fill('nobody-here');
    await page.locator('input[name=password]').fill('not the password');
    await page.locator('input[name=password]').press('Enter');
    await page.getByText('User name or password is wrong.').waitFor();
    await assertAccessible(page, 'refused login');
    await page.context().close();
  });

  await test('an ended session asks again over the page and loses nothing', async () => {
    const page = await openPage(browser, { width: 1440 });
    await signIn(page, desk);
    await page.locator('[data-row="0"]').click();
    const reply = page.getByRole('textbox', { name: 'Reply' });
    await reply.fill('Still being written');
    await callApi(page, 'DELETE', '/session');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'Please sign in again' });
    await dialog.locator('input[name=password]').fill(desk.person.password);
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert((await reply.inputValue()) === 'Still being written', 'the text was lost');
    const text = `Sent once after signing in again ${Date.now()}`;
    await reply.fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const sent = page.locator('[data-kind=outbound]', { hasText: text });
    await sent.waitFor();
    assert((await sent.count()) === 1, 'it was sent twice');
    await page.context().close();
  });

  await test('writing without the CSRF token is refused', async () => {
    const page = await openPage(browser);
    await signIn(page, desk);
    const status = await page.evaluate(() =>
      fetch('/api/v1/me', {
        method: 'PATCH',
        headers: { 'Content-Type': 'application/json' },
        body: '{"theme":"dark"}',
      }).then((one) => one.status),
    );
    assert(status === 403, `answered ${status}`);
    await page.context().close();
  });

  await test('signing out in one tab signs out the other', async () => {
    const page = await openPage(browser, { width: 1440 });
    await signIn(page, desk);
    const other = await page.context().newPage();
    await other.goto(`${desk.url}/inbox`);
    await other.getByRole('navigation').first().waitFor();
    await page.getByRole('button', { name: /^Account/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await other.locator('input[name=username]').waitFor();
    await page.context().close();
  });
}
