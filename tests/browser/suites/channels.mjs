// The channel form: every mistake has its own words, secrets never come back, test outcomes can be told apart.
import { openPage } from '../support/browser.mjs';
import { assert, assertQuiet } from '../support/checks.mjs';
import { callApi, fillForm, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';

const openMailForm = async (page, desk) => {
  await page.goto(`${desk.url}/channels/new`);
  await page.getByRole('link', { name: /mail/i }).first().click();
  await page.getByLabel('Name of the channel').waitFor();
};

// Each is another way in which the connection test fails.
const faults = [
  { 'incoming.host': 'nowhere.invalid' },
  { 'incoming.port': 1 },
  { 'auth.password': 'not-the-password' },
  { 'advanced.ca_file': '' },
];

export async function channelSuite(browser, desk) {
  const page = await openPage(browser, { width: 1280 });
  await signIn(page, desk);

  await test('an empty form names each missing field and goes to the first', async () => {
    await openMailForm(page, desk);
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.locator('[aria-invalid=true]').first().waitFor();
    const invalid = await page.locator('[aria-invalid=true]').count();
    assert(invalid >= 3, `only ${invalid} fields are marked`);
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
    const first = await page.evaluate(
      () => document.querySelector('[aria-invalid=true]') === document.activeElement,
    );
    assert(first, 'the focus is not on the first mistake');
    const described = await page.evaluate(() =>
      [...document.querySelectorAll('[aria-invalid=true]')].every((field) =>
        (field.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .some((id) => document.getElementById(id)?.textContent),
      ),
    );
    assert(described, 'a marked field does not say why');
    assertQuiet(page, 'empty form');
  });

  await test('test outcomes have different words', async () => {
    if (!desk.real) skip('needs mail servers of our own to fail in every way');
    const texts = new Set();
    for (const fault of faults) {
      await openMailForm(page, desk);
      await fillForm(page, { ...desk.channel, ...fault });
      await page.getByRole('button', { name: 'Test connection' }).click();
      texts.add(await page.locator('[data-check]:not([data-check=ok]) [role=alert]').innerText());
    }
    assert(texts.size === faults.length, `${texts.size} different texts for ${faults.length} failures`);
    assertQuiet(page, 'outcomes');
  });

  await test('a stored secret never comes back', async () => {
    const { body } = await callApi(page, 'GET', '/channels');
    const channel =
      body.items.find((one) => JSON.stringify(one.config).includes('"set":true')) ??
      skip('no channel with a secret');
    const answers = [];
    const read = (answer) => {
      const stream = (answer.headers()['content-type'] ?? '').startsWith('text/event-stream');
      if (!stream && answer.url().includes('/api/')) answers.push(answer.text().catch(() => ''));
    };
    page.on('response', read);
    await page.goto(`${desk.url}/channels/${channel.id}`);
    await page.getByText('It is never shown again').first().waitFor();
    page.off('response', read);
    const texts = (await Promise.all(answers)).join();
    const secret = Object.entries(desk.channel ?? {}).find(([name]) => name.endsWith('password'))?.[1];
    assert(texts.includes('"set":true'), 'the answer with the channel was not seen');
    assert(!secret || !texts.includes(secret), 'the secret came back');
    assertQuiet(page, 'secret');
  });

  await test('a channel can be paused, resumed and asked to look now', async () => {
    const { body } = await callApi(page, 'GET', '/channels');
    const channel = body.items.find((one) => one.enabled) ?? skip('no channel');
    await page.goto(`${desk.url}/channels/${channel.id}`);
    await page.getByRole('button', { name: 'Look now' }).click();
    await page.getByText('Looking…').waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.getByRole('button', { name: 'Pause' }).waitFor();
    assertQuiet(page, 'pause');
  });
  await page.context().close();
}
