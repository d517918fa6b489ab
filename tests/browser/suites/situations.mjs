// What people met in daily work, in both languages: telling customers apart, mistakes in forms, long answers, pictures, acts
// from the palette. Each test says which row of the issue about daily work it proves.
import { compose } from '../../integration/desk/mail.mjs';
import { until } from '../../integration/desk/waiting.mjs';
import { openPage } from '../support/browser.mjs';
import {
  assert,
  assertAccessible,
  assertEqual,
  assertNoSidewaysScroll,
  assertQuiet,
  comeToRest,
} from '../support/checks.mjs';
import { appear, callApi, openTicket, signIn } from '../support/desk.mjs';
import { makePng } from '../support/furnish.mjs';
import { skip, test } from '../support/run_suite.mjs';
import { words } from '../support/words.mjs';

const nameless = { from: 'nameless@customers.test', subject: 'Where do I see my points?' };
const layout = { subject: 'A letter with more in its layout' };
const pictured = { subject: 'Broken cups, see the pictures' };

/** A JPEG that says where it was taken, in front of what it shows. */
const placed = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 34]),
  Buffer.from('Exif\0\0GPS 30.25N 120.16E canary'.padEnd(32, '.')),
  Buffer.from([0xff, 0xd9]),
]);

async function writeThem(page, desk) {
  const { raw } = compose({ ...nameless, text: 'No name, only a question.' });
  await desk.shop.deliver({ raw }, nameless.from);
  await desk.write({
    ...pictured,
    text: 'Two cups are broken.',
    attachments: [
      { name: 'front.png', mime: 'image/png', bytes: makePng(640, 420) },
      { name: 'bottom.png', mime: 'image/png', bytes: makePng(320, 480, [190, 90, 60]) },
      { name: 'place.jpg', mime: 'image/jpeg', bytes: placed },
    ],
  });
  const find = async (subject) => {
    const { body } = await callApi(page, 'GET', '/tickets?view=all&sort=created&limit=50');
    return body.items.find((one) => one.subject === subject);
  };
  await desk.write({
    ...layout,
    text: 'See the letter.',
    html: `<style>.blue{color:#123456} p::before{content:"generated"}</style><p>See the letter.</p>
      <p class="blue">Only the layout says this: the blue one, please, not the red one.</p>
      <p><img src="http://pictures.test/cup.png" alt="A cup" width="80" height="40"><img src="cid:no@x" alt="Logo"></p>`,
  });
  const all = () => Promise.all([nameless, pictured, layout].map(({ subject }) => find(subject)));
  return until('every mail is a ticket', async () => (await all()).every(Boolean) && all(), { every: 200 });
}

/** As if it was dragged in, or pasted. */
const handOver = (page, kind, name) =>
  page.locator('textarea').evaluate(
    (area, [event, file]) => {
      const data = new DataTransfer();
      data.items.add(new File(['picture'], file, { type: 'image/png' }));
      const init = { bubbles: true, cancelable: true };
      area.dispatchEvent(
        event === 'paste'
          ? new ClipboardEvent('paste', { ...init, clipboardData: data })
          : new DragEvent(event, { ...init, dataTransfer: data }),
      );
    },
    [kind, name],
  );

async function checkRows(page, desk) {
  await page.goto(`${desk.url}/inbox?view=all`);
  await page.locator('[data-row="0"]').waitFor();
  const rows = await page.locator('[data-row]').evaluateAll((all) =>
    all.map((row) => ({
      mark: row.querySelector('[data-mark]')?.dataset.mark,
      number: /C\d{6,}/.exec(row.textContent)?.[0],
      title: row.title,
    })),
  );
  const marks = new Map();
  for (const { mark, number, title } of rows) {
    assert(mark && number, `a row without mark or number: ${title}`);
    assert(/^P\d+/.test(title), `the ticket's number is not told on hover: ${title}`);
    assert((marks.get(number) ?? mark) === mark, `${number} has two marks`);
    marks.set(number, mark);
  }
  assert(new Set(marks.values()).size > 1, 'all customers look alike');
}

async function checkForm(page, desk, say) {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${desk.url}/users?add`);
  const dialog = page.getByRole('dialog');
  const submit = dialog.locator('button[type=submit]');
  await submit.click();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  const box = await submit.boundingBox();
  assert(box.y + box.height <= 800, 'the foot of the dialog is cut off');
  const field = dialog.getByLabel(say('setup.name'), { exact: true });
  const look = await field.evaluate((element) => {
    const probe = document.createElement('i');
    probe.className = 'mantine-InputWrapper-error';
    probe.style.color = 'var(--fd-bad)';
    document.body.append(probe);
    const bad = getComputedStyle(probe).color;
    probe.remove();
    const { borderTopColor } = getComputedStyle(element);
    const wrapper = element.closest('.mantine-InputWrapper-root');
    const hints = [...wrapper.querySelectorAll('p')].filter((one) => one.offsetHeight > 0).length;
    return { isBad: borderTopColor === bad, hints };
  });
  assertEqual(look, { isBad: true, hints: 1 }, 'edge and hints of the focused wrong field');
  await assertAccessible(page, 'add a person, with mistakes');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

async function checkAnswerBox(page, desk, ticket) {
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    await openTicket(page, desk, ticket.number);
    const area = page.locator('textarea');
    await area.fill('');
    const { height: low } = await area.boundingBox();
    await area.fill('A line of a long answer.\n'.repeat(8));
    const { height: high } = await area.boundingBox();
    assert(high >= low + 100, `the box did not grow at ${width}: ${low} → ${high}`);
    await area.fill('A line of a long answer.\n'.repeat(80));
    const { height: most } = await area.boundingBox();
    assert(most <= 0.4 * 900 + 1, `the box takes more than 40 % at ${width}: ${most}`);
    await assertNoSidewaysScroll(page, `a long answer at ${width}`);
    await area.fill('');
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}

async function checkPictures(page, desk, say, ticket) {
  await openTicket(page, desk, ticket.number);
  const look = (name) => page.getByRole('button', { name: say('ticket.look_at', { name }), exact: true });
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('[data-kind] button img')].filter((one) => one.naturalWidth > 0).length >=
      2,
  );
  await look('front.png').click();
  const dialog = page.getByRole('dialog', { name: 'front.png' });
  await dialog.locator('img').waitFor();
  await assertAccessible(page, 'a picture in full');
  await dialog.getByRole('button', { name: say('ticket.picture_after') }).click();
  await page.getByRole('dialog', { name: 'bottom.png' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  const all = page.getByRole('button', { name: say('ticket.download_all_other', { count: 3 }) });
  const [download] = await Promise.all([page.waitForEvent('download'), all.click()]);
  assertEqual(download.suggestedFilename(), `${ticket.number}.zip`, 'name of the archive');
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  const archive = Buffer.concat(chunks);
  assert(archive.readUInt16LE(archive.length - 12) === 3, 'the archive does not hold three files');
  assert(archive.includes('place.jpg'), 'a file is missing');
  assert(!archive.includes('canary'), 'the place where a picture was taken leaves the desk');
}

async function checkHandedOver(page, desk, say, ticket) {
  await openTicket(page, desk, ticket.number);
  const chosen = (name) => page.getByRole('button', { name: say('composer.remove_file', { name }) });
  await handOver(page, 'paste', 'pasted.png');
  await chosen('pasted.png').waitFor();
  await handOver(page, 'dragover', 'dropped.png');
  await page.getByText(say('composer.drop')).waitFor();
  await handOver(page, 'drop', 'dropped.png');
  await chosen('dropped.png').waitFor();
  for (const name of ['pasted.png', 'dropped.png']) await chosen(name).click();
}

async function checkPaletteActs(page, desk, say, ticket) {
  await openTicket(page, desk, ticket.number);
  const palette = page.getByRole('combobox', { name: say('palette.title') });
  const act = async (label) => {
    await page.keyboard.press('Control+k');
    await palette.fill(label);
    await page.getByRole('option', { name: label, exact: true }).click();
  };
  const { body } = await callApi(page, 'GET', `/tickets/${ticket.id}`);
  if (body.can.includes('ticket.claim')) await act(say('ticket.claim'));
  await act(say('ticket.classify'));
  await page.getByRole('dialog', { name: say('classify.title') }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: say('classify.title') }).waitFor({ state: 'detached' });
  await act(say('ticket.resolve'));
  await page.getByRole('button', { name: say('ticket.reopen'), exact: true }).click();
  await page.getByRole('button', { name: say('ticket.resolve'), exact: true }).waitFor();
  await page.keyboard.press('Control+k');
  await palette.fill(say('user.add'));
  await page.getByRole('option', { name: say('user.add'), exact: true }).click();
  await page.getByRole('dialog', { name: say('user.task_add') }).waitFor();
}

/** Half an order number is found; the row shows the hit, and the ticket opens at it. */
async function checkSearch(page, desk, say) {
  for (const part of ['20240315001', 'DD2024']) {
    await page.goto(`${desk.url}/inbox?view=all`);
    // What was searched for before survives the reload; its hits are not those of this search.
    const answered = page.waitForResponse((answer) => answer.url().includes(`q=${part}`));
    await page.getByRole('searchbox').fill(part);
    await answered;
    const hit = page.locator('[data-row] mark').first();
    await hit.waitFor();
    assert(/2024/.test(await hit.textContent()), `${part} is not marked in the row`);
    await page.getByRole('heading', { level: 1, name: say('inbox.results') }).waitFor();
    // The number that is told and the rows come with one answer, but are drawn one after the other.
    await page.waitForFunction(() => {
      const told = [...document.querySelectorAll('[role=status]')].map((one) => one.textContent);
      const rows = document.querySelectorAll('[data-row]').length;
      return rows > 0 && told.some((text) => text.match(/\d+/)?.[0] === String(rows));
    });
    assert(!page.url().includes(part), 'what was searched for stands in the address');
  }
  await page
    .locator('[data-row]', { has: page.locator('mark') })
    .first()
    .click();
  await page.locator('[data-message][aria-current=true]').waitFor();
  await comeToRest(page);
  await assertAccessible(page, 'opened at the hit');
}

/** Simple rules of a mail's style block are shown; pictures that are not loaded keep their place. */
async function checkLayout(page, desk, ticket) {
  await openTicket(page, desk, ticket.number);
  const frame = page.frameLocator('iframe');
  const words = frame.getByText('Only the layout says this');
  await words.waitFor();
  const colour = await words.evaluate((element) => getComputedStyle(element).color);
  assertEqual(colour, 'rgb(18, 52, 86)', 'the colour that the style block gives');
  assertEqual(await frame.locator('style').count(), 1, 'style blocks, of which one is ours');
  assertEqual(await frame.locator('img[src]').count(), 0, 'pictures that would be loaded');
  const { width, height } = await frame.getByText('A cup', { exact: true }).boundingBox();
  assertEqual([width, height], [80, 40], 'the place of a picture');
  assertQuiet(page, 'mail layout');
}

async function checkLastDigits(page, desk, say, ticket) {
  await page.goto(`${desk.url}/inbox`);
  await page.locator('[data-row="0"]').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: say('palette.title') }).fill(ticket.number.slice(-4));
  await page.getByRole('option', { name: new RegExp(ticket.number) }).click();
  await page.waitForURL(`**/inbox/${ticket.number}**`);
}

async function checkOthers(page, desk, say, ticket) {
  await openTicket(page, desk, ticket.number);
  const panel = page.getByRole('complementary');
  await panel.getByText(say('facts.others')).waitFor();
  const lines = await panel.locator('li small').allTextContents();
  const others = lines.filter((line) => /P\d{8,}/.test(line));
  assert(others.length > 0 && others.length <= 10, `${others.length} other tickets`);
  assert(!others.some((line) => line.includes(ticket.number)), 'the ticket itself is among the others');
}

async function checkFilters(page, desk, say) {
  await page.goto(`${desk.url}/inbox?view=all`);
  await page.getByRole('button', { name: say('filter.more'), exact: true }).click();
  await page.getByRole('button', { name: new RegExp(`^${say('filter.owner')}: `) }).click();
  await page.getByRole('menuitem').nth(1).click();
  await page.waitForURL(/owner=\d+/);
  await page.getByRole('button', { name: say('filter.days') }).click();
  await page.getByLabel(say('filter.from')).fill('2024-01-01');
  await page.waitForURL(/from=2024-01-01/);
  await page.keyboard.press('Escape');
  await page.reload();
  await page.waitForURL(/owner=\d+.*from=2024-01-01/);
}

export async function situationSuite(browser, desk) {
  if (!desk.real) return test('daily situations', () => skip('needs customers who write'));
  const page = await openPage(browser, { width: 1440, height: 900 });
  await signIn(page, desk);
  const [unnamed, broken, fuller] = await writeThem(page, desk);
  for (const language of ['zh-CN', 'en']) {
    const say = words(language);
    const on = (name, body) =>
      test(`${name} (${language})`, async () => {
        page.forget();
        await body();
        assertQuiet(page, name);
      });
    await appear(page, language, 'light');
    await on('rows 2, 7: half an order number is found, marked in the row, and opened at the hit', () =>
      checkSearch(page, desk, say),
    );
    await on('row 3: the last digits of a number lead to the ticket', () =>
      checkLastDigits(page, desk, say, broken),
    );
    await on('row 16: the customer’s other tickets stand beside the ticket', () =>
      checkOthers(page, desk, say, broken),
    );
    await on('row 18: owner and days are filters that live in the address', () =>
      checkFilters(page, desk, say),
    );
    await on('row 4: what only the layout says is shown at first', async () => {
      await openTicket(page, desk, fuller.number);
      await page.frameLocator('iframe').getByText('Only the layout says this').waitFor();
    });
    await on('row 10: the mail layout keeps simple styles, and quiet places for pictures', () =>
      checkLayout(page, desk, fuller),
    );
    await on('row 5: a stable mark and the number tell customers apart', () => checkRows(page, desk));
    await on('row 6: a sender without a name is not called by the address', async () => {
      await openTicket(page, desk, unnamed.number, say);
      for (const place of ['aside', '[data-row]'])
        await page.locator(place).getByText(say('value.not_given'), { exact: true }).first().waitFor();
    });
    await on('rows 11, 12: a dialog keeps its foot, a wrong field its red edge and one hint', () =>
      checkForm(page, desk, say),
    );
    await on('row 13: the answer box grows with the text to 40 % of the height', () =>
      checkAnswerBox(page, desk, broken),
    );
    await on('row 17: pictures are seen, whole, and all at once; where they were taken is not', () =>
      checkPictures(page, desk, say, broken),
    );
    await on('row 17: files are pasted and dropped', () => checkHandedOver(page, desk, say, unnamed));
    await on('row 19: the palette does what the ticket offers', () =>
      checkPaletteActs(page, desk, say, broken),
    );
  }
  await page.context().close();
}
