// Thousands of tickets: few rows drawn, all reachable. The last suite: its mails stay.
import { until } from '../../integration/desk/waiting.mjs';
import { openPage } from '../support/browser.mjs';
import { assert, assertQuiet } from '../support/checks.mjs';
import { callApi, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';

const size = 3000;

async function gather(page, desk) {
  const count = async () => (await callApi(page, 'GET', '/tickets/counters')).body.all;
  const before = await count();
  desk.fill(size);
  const all = async () => (await count()) >= before + size;
  await until('every mail is a ticket', all, { every: 500 });
}

export async function crowdSuite(browser, desk) {
  await test('thousands of tickets: few rows drawn, all reachable', async () => {
    if (!desk.real) skip('needs a mailbox of our own to fill');
    const wide = await openPage(browser, { width: 1440 });
    await signIn(wide, desk);
    await gather(wide, desk);
    await wide.goto(`${desk.url}/inbox`);
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
  });
}
