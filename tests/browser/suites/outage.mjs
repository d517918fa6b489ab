// The daemon goes away under the page, and comes back.
import { openPage } from '../support/browser.mjs';
import { assert, assertQuiet } from '../support/checks.mjs';
import { firstTicketNumber, openTicket, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';
import { words } from '../support/words.mjs';

export async function outageSuite(browser, desk) {
  await test('a killed daemon is told, and work goes on without reloading when it is back', async () => {
    if (!desk.real) skip('needs a daemon of our own to kill');
    const page = await openPage(browser, { width: 1440 });
    await signIn(page, desk);
    await openTicket(page, desk, await firstTicketNumber(page));
    const reply = page.getByRole('textbox', { name: 'Reply' });
    const text = `Written while nobody listened ${Date.now()}`;
    await reply.fill(text);
    await page.evaluate(() => (window.loadedOnce = true));

    await desk.crash();
    const banner = page.getByText(words('en')('state.connection_lost'));
    await banner.waitFor();
    assert((await reply.inputValue()) === text, 'the text was lost when the daemon went');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText(words('en')('error.offline')).first().waitFor();
    assert((await reply.inputValue()) === text, 'the text was lost when it could not be sent');

    await desk.restart();
    await banner.waitFor({ state: 'detached', timeout: 60_000 });
    assert(await page.evaluate(() => window.loadedOnce === true), 'the page was loaded anew');
    assert((await reply.inputValue()) === text, 'the text was lost when the daemon came back');
    page.forget(); // the browser itself reports requests that got no answer
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const sent = page.locator('[data-kind=outbound]', { hasText: text });
    await sent.waitFor();
    assert((await sent.count()) === 1, 'it was sent twice');
    assertQuiet(page, 'after the outage');
    await page.context().close();
  });
}
