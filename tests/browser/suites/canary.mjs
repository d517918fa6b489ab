// Numbers, addresses and names that customers wrote are seen by nobody who was not granted them: not in what the pages
// hold, shown or not, and in no answer on the way. They stand in every place that a page takes words from.
import { until } from '../../integration/desk/waiting.mjs';
import { openPage } from '../support/browser.mjs';
import { assert, assertEqual, comeToRest } from '../support/checks.mjs';
import { callApi, openTicket, signIn } from '../support/desk.mjs';
import { makePng } from '../support/furnish.mjs';
import { skip, test } from '../support/run_suite.mjs';

const canaries = {
  subject: '13871140021',
  text: '18671140032',
  late: '15971140043', // far behind: only an excerpt around a hit comes so far
  html: 'canary.html.44@example.com',
  hidden: '17771140055', // cut by a part that a style block hides
  picture: '18971140066',
  file: '110101199003077758',
  answer: '13971140077',
};

const letter = (at) => ({
  subject: `Canary ${at} call ${canaries.subject}`,
  text: `Please call ${canaries.text}. ${'We wait for the parcel since Monday. '.repeat(20)} lighthouse ${canaries.late} thanks`,
  html: `<style>.x{display:none}</style><p>Write to <b>${canaries.html}</b>, lighthouse, or call ${canaries.hidden.slice(
    0,
    3,
  )}<i class="x">99</i>${canaries.hidden.slice(3)}.</p>`,
  attachments: [
    { name: `photo ${canaries.picture}.png`, mime: 'image/png', bytes: makePng(320, 200) },
    { name: `card ${canaries.file}.txt`, mime: 'text/plain', bytes: Buffer.from('card') },
  ],
});

/** All that came to the page, as text. */
function listen(page) {
  const answers = [];
  page.on('response', (answer) => {
    const kind = answer.headers()['content-type'] ?? '';
    if (!answer.url().includes('/api/') || kind.startsWith('text/event-stream')) return;
    answers.push(
      answer.text().then(
        (text) => `${answer.url()} ${JSON.stringify(answer.headers())} ${text}`,
        () => '',
      ),
    );
  });
  return answers;
}

const bare = (text) => {
  let plain = text;
  try {
    plain = decodeURIComponent(text.replace(/%(?![0-9a-f]{2})/gi, '%25'));
  } catch {
    // not an address
  }
  return plain.replace(/<[^>]*>|[\s\-.]|\u200b|&[a-z]+;/g, '');
};

function hits(where, text) {
  const plain = [text, bare(text)];
  return Object.entries(canaries)
    .filter(([, value]) => plain.some((one) => one.includes(value) || one.includes(bare(value))))
    .map(([name, value]) => `${where}: ${name} ${value}`);
}

/** The document with its frames, and what fields and stored drafts hold. */
async function inspect(page, where) {
  await comeToRest(page);
  const parts = await Promise.all(page.frames().map((frame) => frame.content().catch(() => '')));
  const kept = await page.evaluate(() =>
    JSON.stringify([
      document.title,
      { ...localStorage },
      { ...sessionStorage },
      [...document.querySelectorAll('input, textarea')].map((one) => one.value),
    ]),
  );
  assert(parts.join('').length > 1000, `${where}: nothing was looked at`);
  assertEqual(hits(where, parts.join('\n') + kept), [], `${where}: clear values`);
}

async function findIn(page, text) {
  await page.getByRole('searchbox').fill(text);
  await page.locator('mark').first().waitFor();
}

export async function canarySuite(browser, desk) {
  if (!desk.real) return;
  const page = await openPage(browser, { width: 1440 });
  const answers = listen(page);
  await signIn(page, desk);
  let ticket;

  await test('canaries are planted in subject, text, layout, names of files', async () => {
    for (const at of [1, 2]) await desk.write(letter(at));
    const listed = () => callApi(page, 'GET', '/tickets?view=all&sort=created&limit=50');
    const mine = async () => (await listed()).body.items.filter((one) => one.subject.startsWith('Canary'));
    const all = await until('both letters are tickets', async () => {
      const rows = await mine();
      return rows.length === 2 && rows;
    });
    [ticket] = all;
  });

  // M-76
  await test('rows, excerpts, marks, previews, menus and the palette show none of them', async () => {
    if (!ticket) skip('no letter came');
    await page.goto(`${desk.url}/inbox?view=all&sort=created`);
    await page.locator('[data-row="0"]').waitFor();
    await inspect(page, 'list');
    await findIn(page, 'lighthouse');
    await inspect(page, 'excerpts with marks');
    await page.locator('[data-row]', { hasText: 'Canary' }).first().click();
    await page.locator('[data-timeline]').waitFor();
    await page.locator('[data-timeline] img').first().waitFor();
    await inspect(page, 'ticket at the hit');
    await openTicket(page, desk, ticket.number);
    await page.locator('[data-timeline] img').first().waitFor();
    await inspect(page, 'ticket with previews of its files');
    await page.locator('[data-timeline] button:has(img)').first().click();
    await page.getByRole('dialog').waitFor();
    await inspect(page, 'picture in full');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    for (const key of ['Control+k', '?']) {
      await page.keyboard.press(key);
      await page.getByRole('dialog').waitFor();
      if (key === 'Control+k') {
        await page.getByRole('combobox').fill(ticket.number.slice(-5));
        await page
          .getByRole('option', { name: /Canary/ })
          .first()
          .waitFor();
      }
      await inspect(page, `dialog of ${key}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
  });

  // M-76: what colleagues write is masked as it is seen by others, and a draft holds only what its writer typed.
  await test('a number in an answer is masked in the timeline and in the list', async () => {
    if (!ticket) skip('no letter came');
    await openTicket(page, desk, ticket.number);
    await page.getByRole('textbox', { name: 'Reply' }).fill(`We will call ${canaries.answer} soon.`);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.locator('[data-kind=outbound]', { hasText: 'We will call' }).waitFor();
    await inspect(page, 'ticket with the answer');
    await page.goto(`${desk.url}/inbox?view=all&sort=updated`);
    await page.locator('[data-row]', { hasText: 'We will call' }).waitFor();
    await inspect(page, 'list with the answer');
  });

  await test('no answer on the way held one of them', async () => {
    const texts = await Promise.all(answers);
    assert(
      texts.some((text) => text.includes('lighthouse')),
      'the answers were not seen',
    );
    assertEqual(
      texts.flatMap((text) => hits(text.slice(0, 80), text)),
      [],
      'clear values in answers',
    );
    console.log(`figure: canary_answers=${texts.length}`);
  });
  await page.context().close();
}
