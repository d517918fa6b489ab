// What a person does in Frontdesk, as steps for tests. What has no `language` works in English.
import { assert } from './checks.mjs';
import { words } from './words.mjs';

export const owner = {
  name: 'owner',
  display_name: 'Olivia Owner',
  password: 'quiet river under seven bridges',
};

/** Calls the interface as the page would, with its session. */
export function callApi(page, method, path, body, more = {}) {
  return page.evaluate(
    async ([verb, url, content, extra]) => {
      const session = await fetch('/api/v1/session').then((answer) => (answer.ok ? answer.json() : null));
      const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': session?.csrf ?? '', ...extra };
      const init = { method: verb, headers: verb === 'GET' ? {} : headers };
      if (content !== null) init.body = JSON.stringify(content);
      const answer = await fetch(`/api/v1${url}`, init);
      const text = await answer.text();
      return { status: answer.status, body: text ? JSON.parse(text) : null };
    },
    [method, path, body ?? null, more],
  );
}

/** The form in the language of the browser, which is then the language of the account. */
export async function fillSetUp(page, desk, language) {
  const say = words(language);
  await page.goto(`${desk.url}/setup#token=${desk.token}`);
  await page.getByLabel(say('setup.name'), { exact: true }).fill(owner.name);
  await page.getByLabel(say('setup.display_name'), { exact: true }).fill(owner.display_name);
  await page.getByRole('textbox', { name: say('setup.password') }).fill(owner.password);
  await page.getByLabel(say('setup.company'), { exact: true }).fill('Example Trading');
  await page.getByLabel(say('setup.language'), { exact: true }).selectOption(language);
  await page.getByRole('button', { name: say('setup.submit') }).click();
}

export async function setUp(page, desk, language) {
  await fillSetUp(page, desk, language);
  await page.getByRole('heading', { name: words(language)('channel.add') }).waitFor();
}

export async function signIn(page, desk, person = desk.person) {
  await page.goto(`${desk.url}/login`);
  await page.locator('input[name=username]').fill(person.name);
  await page.locator('input[name=password]').fill(person.password);
  await page.locator('input[name=password]').press('Enter');
  await page.getByRole('navigation').or(page.locator('header')).first().waitFor();
  await page.waitForURL((url) => !url.pathname.startsWith('/login'));
}

/** Keeps language and theme in the account, and loads the page anew with them. */
export async function appear(page, language, theme) {
  const answer = await callApi(page, 'PATCH', '/me', { language, theme });
  assert(answer.status === 200, `PATCH /me answered ${answer.status}`);
  await page.evaluate((choice) => localStorage.setItem('frontdesk.theme', choice), theme);
}

/** Fills a schema form by the paths of its fields. */
export async function fillForm(page, values) {
  for (const fold of await page.locator('form details:not([open]) > summary').all()) await fold.click();
  for (const [path, value] of Object.entries(values)) {
    const field = page.locator(`[name="${path}"]`);
    const kind = await field.evaluate((element) => (element.tagName === 'SELECT' ? 'select' : element.type));
    if (kind === 'select') await field.selectOption(String(value));
    else if (kind === 'checkbox') await field.setChecked(value === true, { force: true });
    else await field.fill(String(value));
  }
}

export async function firstTicketNumber(page) {
  const { body } = await callApi(page, 'GET', '/tickets?view=open&limit=1');
  return body?.items?.[0]?.number ?? null;
}

export async function openTicket(page, desk, number) {
  await page.goto(`${desk.url}/inbox/${number}`);
  await page.locator('[data-timeline]').waitFor();
}
