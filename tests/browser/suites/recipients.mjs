// Answers to several people and forwarded messages, as an agent writes them on the page (row 15 of the issue about daily
// work).
import { until } from '../../integration/desk/waiting.mjs';
import { openPage } from '../support/browser.mjs';
import { assert, assertAccessible, assertEqual, assertQuiet } from '../support/checks.mjs';
import { appear, callApi, openTicket, signIn } from '../support/desk.mjs';
import { makePng } from '../support/furnish.mjs';
import { skip, test } from '../support/run_suite.mjs';
import { words } from '../support/words.mjs';

const ticketAbout = (page, subject) =>
  until(`the ticket ${subject}`, async () => {
    const { body } = await callApi(page, 'GET', '/tickets?view=all&sort=created&limit=50');
    return body.items.find((one) => one.subject.includes(subject));
  });

async function answerAll(page, desk, say, mark) {
  await desk.write({
    subject: `People ${mark}`,
    text: 'Please answer all of us.',
    headers: { Cc: '"Mei" <mei@partner.test>', 'Reply-To': '<customer@shop.test>, <buyer@partner.test>' },
  });
  const ticket = await ticketAbout(page, mark);
  await openTicket(page, desk, ticket.number);
  await page.getByText(say('people.cc')).first().waitFor();
  assert(!(await page.content()).includes('mei@partner.test'), 'an address is shown');
  await page.getByRole('button', { name: say('composer.reply_all', { count: 3 }) }).click();
  const bcc = page.getByRole('textbox', { name: say('composer.bcc'), exact: true });
  await bcc.fill('345');
  await bcc.press('Tab');
  await page.getByText(say('composer.not_address', { text: '345' })).waitFor();
  const box = page.getByRole('textbox', { name: say('composer.reply'), exact: true });
  await box.fill(`To all of you ${mark}`);
  const send = page.getByRole('button', { name: say('composer.send'), exact: true });
  assert(await send.isDisabled(), 'a wrong address could be sent to');
  await assertAccessible(page, 'recipients');
  await page.getByRole('button', { name: say('composer.remove_person', { name: '345' }) }).click();
  await bcc.fill('audit@partner.test');
  await bcc.press('Enter');
  await page.reload();
  await page
    .getByRole('button', { name: say('composer.remove_person', { name: 'audit@partner.test' }) })
    .waitFor();
  await send.click();
  const mail = await desk.received(`To all of you ${mark}`);
  assert(/mei@partner\.test/.test(mail.headers.cc), `Cc: ${mail.headers.cc}`);
  assert(/buyer@partner\.test/.test(mail.headers.to), `To: ${mail.headers.to}`);
  assertEqual(mail.headers.bcc, undefined, 'a blind copy is told');
  const said = page.locator('[data-kind=outbound]').last();
  await said.getByText(say('people.bcc')).waitFor();
  assertEqual(await box.inputValue(), '', 'the words stay behind');
}

async function forward(page, desk, say, mark) {
  await desk.write({
    subject: `Forward ${mark}`,
    text: `Broken cup ${mark}, call 13800138000.`,
    attachments: [
      { name: 'cup.png', mime: 'image/png', bytes: makePng(64, 48) },
      { name: 'other.png', mime: 'image/png', bytes: makePng(48, 64) },
    ],
  });
  const ticket = await ticketAbout(page, `Forward ${mark}`);
  await openTicket(page, desk, ticket.number);
  const message = page.locator('[data-kind=inbound]').first();
  await message.getByRole('button', { name: say('composer.forward'), exact: true }).click();
  const box = page.getByRole('textbox', { name: say('composer.forward'), exact: true });
  await box.waitFor();
  const draft = await box.inputValue();
  assert(draft.includes(`Broken cup ${mark}`) && !draft.includes('13800138000'), `the draft says ${draft}`);
  await page.getByRole('button', { name: say('composer.remove_file', { name: 'other.png' }) }).click();
  const send = page.getByRole('button', { name: say('composer.send_forward'), exact: true }).last();
  assert(await send.isDisabled(), 'it could be sent to nobody');
  await page.getByRole('textbox', { name: say('composer.to'), exact: true }).fill('maker@supplier.test');
  await page.keyboard.press('Tab');
  await assertAccessible(page, 'forwarding');
  await send.click();
  const mail = await desk.received(`Broken cup ${mark}`);
  assert(!mail.text.includes('13800138000'), 'a phone left the desk');
  assertEqual(mail.parts.filter((part) => /image/.test(part.headers['content-type'])).length, 1, 'pictures');
  await page.getByText(say('ticket.aside')).waitFor();
}

export async function recipientSuite(browser, desk) {
  const page = await openPage(browser, { width: 1440 });
  await signIn(page, desk);
  for (const language of ['zh-CN', 'en']) {
    const say = words(language);
    const short = language.slice(0, 2);
    await appear(page, language, language === 'en' ? 'dark' : 'light');
    await test(`row 15: an answer goes to all whom a mail names, copies in the open and blind (${language})`, async () => {
      if (!desk.write) skip('needs a customer who writes');
      await answerAll(page, desk, say, `peoplemark${short}`);
      assertQuiet(page, 'recipients');
    });
    await test(`row 15: a message is forwarded with the files that were chosen (${language})`, async () => {
      if (!desk.write) skip('needs a customer who writes');
      await forward(page, desk, say, `forwardmark${short}`);
      assertQuiet(page, 'forward');
    });
  }
  await appear(page, 'en', 'auto');
  await page.context().close();
}
