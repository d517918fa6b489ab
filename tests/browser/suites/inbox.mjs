// The list: views, filters in the address, live changes.
import { openPage } from '../support/browser.mjs';
import { assert, assertQuiet } from '../support/checks.mjs';
import { madeUp } from '../support/contract.mjs';
import { signIn } from '../support/desk.mjs';
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
      await page.getByRole('heading', { level: 1, name: view, exact: true }).waitFor();
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
    if (!desk.answered) skip('needs a customer who writes');
    await page.goto(`${desk.url}/inbox/${desk.answered.number}`);
    await page.getByRole('region', { name: 'Messages and events' }).waitFor();
    await page.locator('[data-kind]').first().waitFor();
    const said = `One more thing ${Date.now()}`;
    await desk.answer(desk.answered.mail, said);
    await page.locator('[data-kind=inbound]', { hasText: said }).waitFor();
    assertQuiet(page, 'live');
  });
  await page.context().close();
}
