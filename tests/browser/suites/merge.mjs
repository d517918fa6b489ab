// Two tickets about one problem become one on the page, and the number of the merged one leads to the other.
import { until } from '../../integration/desk/waiting.mjs';
import { openPage } from '../support/browser.mjs';
import { assert, assertAccessible, assertQuiet } from '../support/checks.mjs';
import { appear, callApi, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';
import { words } from '../support/words.mjs';

async function ticketAbout(page, mark) {
  const search = `/tickets?view=all&q=${mark}`;
  return until(`the ticket ${mark}`, async () => (await callApi(page, 'GET', search)).body?.items?.[0]);
}

export async function mergeSuite(browser, desk) {
  const page = await openPage(browser, { width: 1440 });
  await signIn(page, desk);

  for (const language of ['zh-CN', 'en']) {
    await test(`a ticket is merged into another that was found (${language})`, async () => {
      if (!desk.write) skip('needs a customer who writes');
      const say = words(language);
      const marks = [`mergeone${language.slice(0, 2)}`, `mergetwo${language.slice(0, 2)}`];
      for (const mark of marks) await desk.write({ subject: `退货 ${mark}`, text: `您好，${mark}` });
      const [target, source] = await Promise.all(marks.map((mark) => ticketAbout(page, mark)));
      await appear(page, language, language === 'en' ? 'dark' : 'light');
      await page.goto(`${desk.url}/inbox/${source.number}`);
      await page.getByRole('button', { name: say('ticket.more_acts') }).click();
      await page.getByRole('menuitem', { name: say('merge.open') }).click();
      const dialog = page.getByRole('dialog', { name: say('merge.title') });
      await dialog.getByLabel(say('merge.find')).fill(target.number);
      await dialog.getByRole('button', { name: new RegExp(target.number) }).waitFor();
      await dialog.getByRole('button', { name: new RegExp(target.number) }).click();
      const confirm = dialog.getByRole('button', { name: say('merge.do', { number: target.number }) });
      await confirm.waitFor();
      await assertAccessible(page, 'merging');
      await confirm.click();
      await page.waitForURL((url) => url.pathname.endsWith(target.number));
      for (const mark of marks) await page.getByText(`您好，${mark}`).first().waitFor();
      await page.goto(`${desk.url}/inbox/${source.number}`);
      const way = page.getByRole('link', { name: say('merge.go', { number: target.number }) });
      await way.waitFor();
      await way.click();
      await page.waitForURL((url) => url.pathname.endsWith(target.number));
      assertQuiet(page, 'merge');
    });
  }
  await appear(page, 'en', 'auto');
  await page.context().close();
}
