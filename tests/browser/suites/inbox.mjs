// The list: views, filters in the address, live changes, thousands of rows.
import path from 'node:path';
import { startMock } from '../../../web_admin/mock/server.mjs';
import { demoPassword } from '../../../web_admin/mock/store.mjs';
import { openPage } from '../support/browser.mjs';
import { assert, assertQuiet } from '../support/checks.mjs';
import { madeUp } from '../support/contract.mjs';
import { callApi, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';

export async function inboxSuite(browser, desk) {
  const page = await openPage(browser, { width: 1440 });
  await signIn(page, desk);

  await test('a search survives reload and the way back, and never stands in the address', async () => {
    const text = 'surely-nothing-matches-this';
    const searched = async () => {
      await page.getByText('No tickets match').waitFor();
      const shown = await page.getByRole('searchbox').inputValue();
      assert(shown === text, `the box holds "${shown}"`);
      assert(!page.url().includes('surely'), 'the search stands in the address');
    };
    await page.goto(`${desk.url}/inbox`);
    await page.getByRole('searchbox').fill(text);
    await searched();
    await page.reload();
    await searched();
    await page.goto(`${desk.url}/profile`);
    await page.goBack();
    await searched();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill(text);
    await page.getByRole('option', { name: /^Search tickets/ }).click();
    await page.waitForURL(/view=all$/);
    await searched();
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.locator('[data-row="0"]').waitFor();
    await page.goBack();
    await searched();
    assertQuiet(page, 'search');
  });

  await test('filters live in the address', async () => {
    await page.goto(`${desk.url}/inbox`);
    await page.getByRole('button', { name: /^Priority/ }).click();
    await page.getByRole('menuitem', { name: 'P3 general' }).click();
    await page.waitForURL(/priority=P3/);
    assertQuiet(page, 'filters');
  });

  await test('every view opens', async () => {
    for (const view of ['Mine', 'Unassigned', 'Overdue', 'Resolved', 'Closed', 'All tickets', 'Open']) {
      await page
        .getByRole('link', { name: new RegExp(`^${view}`) })
        .first()
        .click();
      await page.getByRole('button', { name: new RegExp(`^Views: ${view}`) }).waitFor();
    }
    assertQuiet(page, 'views');
  });

  await test('a list that cannot be read says so and recovers', async () => {
    await page.route('**/api/v1/tickets?**', (route) =>
      route.fulfill(madeUp(403, 'forbidden', 'error.forbidden')),
    );
    await page.goto(`${desk.url}/inbox`);
    await page.getByText('Your role does not allow this.').waitFor();
    await page.unroute('**/api/v1/tickets?**');
    page.forget();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-row="0"]').waitFor();
    assertQuiet(page, 'after the failure');
  });

  await test('a new message appears without reloading', async () => {
    if (!desk.mock && !desk.answered) skip('needs a customer who writes');
    const { body } = await callApi(page, 'GET', '/tickets?view=open&limit=3');
    const number = desk.answered?.number ?? body.items.at(-1).number;
    await page.goto(`${desk.url}/inbox/${number}`);
    await page.getByRole('region', { name: 'Messages and events' }).waitFor();
    await page.locator('[data-kind]').first().waitFor();
    const said = `One more thing ${Date.now()}`;
    if (desk.answered) await desk.answer(desk.answered.mail, said);
    else
      await fetch(`${desk.url}/mock/incoming`, {
        method: 'POST',
        body: JSON.stringify({ number, text: said }),
      });
    await page.locator('[data-kind=inbound]', { hasText: said }).waitFor();
    assertQuiet(page, 'live');
  });
  await page.context().close();

  // P-19
  await test('thousands of tickets: few rows drawn, all reachable', async () => {
    if (!desk.mock) skip('needs the mock to invent tickets');
    const root = path.resolve(import.meta.dirname, '../../../web_admin/dist');
    const crowd = await startMock({ root, count: 3000 });
    const wide = await openPage(browser, { width: 1440 });
    await signIn(wide, { url: crowd.url }, { name: 'emma', password: demoPassword });
    await wide.locator('[data-row="0"]').waitFor();
    const box = wide.locator('main section ul').first().locator('..');
    const lastRow = async () => Number(await wide.locator('[data-row]').last().getAttribute('data-row'));
    let last = await lastRow();
    while (last <= 150) {
      await box.evaluate((element) => element.scrollTo(0, element.scrollHeight));
      // The next page has come when a later row is drawn; the time limit of the page ends a list that stands still.
      await wide.waitForFunction(
        (seen) => Number([...document.querySelectorAll('[data-row]')].at(-1)?.dataset.row) > seen,
        last,
      );
      const drawn = await wide.locator('[data-row]').count();
      assert(drawn > 0 && drawn <= 200, `${drawn} rows are drawn`);
      last = await lastRow();
    }
    assertQuiet(wide, 'crowd');
    await wide.context().close();
    await crowd.stop();
  });
}
