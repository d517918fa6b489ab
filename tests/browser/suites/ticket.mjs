// One ticket: notes, classification, conflicts, drafts, attachments, delivery.
import { openPage } from '../support/browser.mjs';
import { assert, assertQuiet } from '../support/checks.mjs';
import { callApi, openTicket, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';
import { words } from '../support/words.mjs';
import { subjects } from './first_run.mjs';

async function someOpenTicket(page) {
  const { body } = await callApi(page, 'GET', '/tickets?view=open&limit=50');
  return body.items.at(-1) ?? skip('no open ticket');
}

export async function ticketSuite(browser, desk) {
  const page = await openPage(browser, { width: 1440 });
  await signIn(page, desk);
  const reply = page.getByRole('textbox', { name: 'Reply' });

  await test('a note stays inside the house', async () => {
    const ticket = await someOpenTicket(page);
    await openTicket(page, desk, ticket.number);
    await page.getByRole('button', { name: 'Note', exact: true }).click();
    const text = `Please look at this ${Date.now()}`;
    await page.getByRole('textbox', { name: 'Note' }).fill(text);
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.locator('[data-kind=note]', { hasText: text }).waitFor();
    assertQuiet(page, 'note');
  });

  // M-25
  await test('classification asks for a reason and shows in the story', async () => {
    const ticket = await someOpenTicket(page);
    await openTicket(page, desk, ticket.number);
    await page.getByRole('button', { name: /^Change priority/ }).click();
    const wanted = ticket.priority === 'P1' ? 'P2' : 'P1';
    await page.getByRole('dialog').getByLabel('Priority').selectOption(wanted);
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('Please fill in this field').waitFor();
    await page.getByRole('dialog').getByLabel('Reason').fill('Checked with the customer');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page
      .getByText(/changed priority/)
      .last()
      .waitFor();
    assertQuiet(page, 'classify');
  });

  // P-34, P-35
  await test('a conflict shows what changed and keeps the text', async () => {
    const ticket = await someOpenTicket(page);
    // A page that hears of nothing: its stream of events is cut.
    await page.route('**/api/v1/events', (route) => route.abort());
    await openTicket(page, desk, ticket.number);
    await reply.fill('An answer that must not get lost');
    const refused = page.waitForResponse((answer) => answer.status() === 412);
    const remark = { text: 'A colleague was faster' };
    const noted = await callApi(page, 'POST', `/tickets/${ticket.id}/notes`, remark, {
      'Idempotency-Key': crypto.randomUUID(),
    });
    assert(noted.status === 201, `the note was answered with ${noted.status}`);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await refused;
    await page.getByText('This ticket changed while you worked on it').waitFor();
    assert((await reply.inputValue()) === 'An answer that must not get lost', 'the text was lost');
    await reply.fill('');
    await page.unroute('**/api/v1/events');
    page.forget();
  });

  await test('a draft survives a reload', async () => {
    const ticket = await someOpenTicket(page);
    await openTicket(page, desk, ticket.number);
    await reply.fill('Half an answer');
    await page.reload();
    await reply.waitFor();
    assert((await reply.inputValue()) === 'Half an answer', 'the draft is gone');
    await reply.fill('');
    assertQuiet(page, 'draft');
  });

  await test('an attachment is uploaded and sent', async () => {
    const ticket = await someOpenTicket(page);
    await openTicket(page, desk, ticket.number);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '说明 1.txt', mimeType: 'text/plain', buffer: Buffer.from('hello') });
    await page.getByRole('button', { name: 'Remove 说明 1.txt' }).waitFor();
    await reply.fill('With a file');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('[data-kind=outbound] a[download]', { hasText: '说明' }).last().waitFor();
    assertQuiet(page, 'attachment');
  });

  await test('resolve and reopen', async () => {
    const ticket = await someOpenTicket(page);
    await openTicket(page, desk, ticket.number);
    await page.getByRole('button', { name: 'Resolve', exact: true }).click();
    await page.getByRole('button', { name: 'Reopen' }).click();
    await page.getByRole('button', { name: 'Resolve', exact: true }).waitFor();
    assertQuiet(page, 'resolve');
  });

  await test('a designed mail is shown in a frame that may do nothing', async () => {
    const { body } = await callApi(page, 'GET', `/tickets?view=all&q=${encodeURIComponent('parcel')}`);
    const designed = body.items.find((one) => !desk.real || one.subject === subjects.designed);
    if (!designed) skip('no designed mail at hand');
    await openTicket(page, desk, designed.number);
    // Its layout says more than its text, so it is shown at first; then there is a way to the text.
    await page.getByRole('button', { name: words('en')('ticket.show_text') }).waitFor();
    const frame = page.locator('iframe');
    await frame.waitFor();
    const sandbox = await frame.getAttribute('sandbox');
    assert(!/allow-(scripts|same-origin|forms)/.test(sandbox), `the frame may do too much: ${sandbox}`);
    await page.frameLocator('iframe').getByText('Where is my parcel?').first().waitFor();
    await page.context().route('https://track.example.com/**', (route) => route.fulfill({ body: 'parcel' }));
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.frameLocator('iframe').getByRole('link').click(),
    ]);
    await opened.waitForURL('https://track.example.com/**');
    await opened.close();
    assertQuiet(page, 'designed mail');
  });

  await test('who answers for a colleague says so, and may not resolve what is not his', async () => {
    const ticket = await someOpenTicket(page);
    const { body: session } = await callApi(page, 'GET', '/session');
    const { body: seen } = await callApi(page, 'GET', `/tickets/${ticket.id}`);
    const version = { 'If-Match': `"${seen.version}"` };
    await callApi(page, 'POST', `/tickets/${ticket.id}/assign`, { owner_id: session.user.id }, version);
    const helper = { name: `helper.${Date.now()}`, password: 'seven lamps along the quay', roles: ['agent'] };
    const made = await callApi(page, 'POST', '/users', {
      ...helper,
      display_name: 'Hal Helper',
      language: 'en',
    });
    assert(made.status === 201, `adding a person answered ${made.status}`);
    const other = await openPage(browser, { width: 1440 });
    await signIn(other, desk, helper);
    await openTicket(other, desk, ticket.number);
    const box = other.getByRole('textbox', { name: 'Reply' });
    await box.fill('On behalf of a colleague');
    await other.getByRole('button', { name: 'Send', exact: true }).waitFor();
    for (const name of [/^Resolve$/, /^Other ways to send$/, /^Change owner/, /^Give back$/])
      assert((await other.getByRole('button', { name }).count()) === 0, `${name} is offered`);
    if ((await other.getByRole('button', { name: 'More acts' }).count()) > 0) {
      await other.getByRole('button', { name: 'More acts' }).click();
      await other.getByRole('menuitem').first().waitFor();
      for (const name of ['Give back', 'Resolve'])
        assert((await other.getByRole('menuitem', { name }).count()) === 0, `${name} is offered in the menu`);
      await other.keyboard.press('Escape');
    }
    assert((await other.getByRole('link', { name: 'Channels' }).count()) === 0, 'the channels are offered');
    await other.getByRole('button', { name: 'Send', exact: true }).click();
    await other.getByText(`Hal Helper answered for ${session.user.display_name}`).waitFor();
    assertQuiet(other, 'for a colleague');
    await other.context().close();
  });
  await page.context().close();
}
