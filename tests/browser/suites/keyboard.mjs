// Everything an agent needs, without a mouse.
import { openPage } from '../support/browser.mjs';
import { assert, assertQuiet, settle } from '../support/checks.mjs';
import { firstTicketNumber } from '../support/desk.mjs';
import { test } from '../support/run_suite.mjs';

/** Whether the element that has the focus looks different from how it looks without. */
const focusIsSeen = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return false;
    const look = () => {
      document.getAnimations().forEach((one) => one.finish());
      const { outline, boxShadow, border, backgroundColor } = getComputedStyle(element);
      return [outline, boxShadow, border, backgroundColor].join();
    };
    const focused = look();
    element.blur();
    const blurred = look();
    element.focus();
    return focused !== blurred;
  });

export async function keyboardSuite(browser, desk) {
  const page = await openPage(browser, { width: 1440 });

  await test('login, choose, reply and resolve by keyboard alone', async () => {
    await page.goto(`${desk.url}/login`);
    await page.locator('input[name=username]').waitFor();
    await page.keyboard.type(desk.person.name);
    await page.keyboard.press('Tab');
    await page.keyboard.type(desk.person.password);
    await page.keyboard.press('Enter');
    await page.locator('[data-row="0"]').waitFor();
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-row') === '0');
    await page.keyboard.press('j');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-row') === '1');
    assert(await focusIsSeen(page), 'the focus is not visible');
    await page.keyboard.press('k');
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-row') === '0');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Reply' }).waitFor();
    await page.keyboard.press('r');
    await page.waitForFunction(() => document.activeElement?.tagName === 'TEXTAREA');
    const text = `By keyboard ${Date.now()}`;
    await page.keyboard.type(text);
    await page.keyboard.press('Control+Shift+Enter');
    await page.locator('[data-kind=outbound]', { hasText: text }).waitFor();
    await page.getByRole('button', { name: 'Reopen' }).waitFor();
    assertQuiet(page, 'keyboard');
  });

  await test('the palette opens pages and tickets, and gives the focus back', async () => {
    await page.goto(`${desk.url}/inbox`);
    await page.locator('[data-row="0"]').waitFor();
    const number = await firstTicketNumber(page);
    await settle(page);
    await page.locator('[data-row="0"]').focus();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and act' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-row') === '0');
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Search and act' }).fill(number);
    await page.getByRole('option', { name: `Open ticket ${number}` }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/inbox/${number}**`);
    assertQuiet(page, 'palette');
  });

  await test('shortcuts rest in fields and while composing', async () => {
    await page.goto(`${desk.url}/inbox`);
    await page.locator('[data-row="0"]').waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('j?k');
    assert((await page.getByRole('searchbox').inputValue()) === 'j?k', 'the search box lost letters');
    assert((await page.getByRole('dialog').count()) === 0, 'a dialog opened while typing');
    await page.keyboard.press('Escape');
    await page.evaluate(() =>
      document.body.dispatchEvent(
        new KeyboardEvent('keydown', { key: '?', isComposing: true, bubbles: true }),
      ),
    );
    assert((await page.getByRole('dialog').count()) === 0, 'a dialog opened while composing');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    assertQuiet(page, 'shortcuts');
  });
  await page.context().close();
}
