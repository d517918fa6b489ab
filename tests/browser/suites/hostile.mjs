// Mails that attack the reader (generator: tests/fault/hostile_mail): nothing runs, nothing is loaded, nothing navigates.
import { openPage } from '../support/browser.mjs';
import { assert } from '../support/checks.mjs';
import { callApi, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';

const sent = Number(process.env.FRONTDESK_HOSTILE_MAILS ?? 0);
const patience = 1500; // milliseconds: a delayed refresh or redirect has come by then

async function hostileTickets(page) {
  const tickets = [];
  let after = '';
  do {
    const { body } = await callApi(page, 'GET', `/tickets?view=all&limit=200&after=${after ?? ''}`);
    tickets.push(...body.items.filter((one) => one.subject.startsWith('hostile')));
    after = body.next;
  } while (after);
  return tickets;
}

/** Every message with HTML of the tickets that the generator's mails became, once all are there. */
async function hostileBodies(page) {
  const end = Date.now() + 120_000;
  let tickets = await hostileTickets(page);
  while (tickets.length < sent && Date.now() < end) {
    await page.waitForTimeout(250);
    tickets = await hostileTickets(page);
  }
  assert(tickets.length === sent, `${sent} hostile mails were sent and ${tickets.length} tickets are there`);
  const bodies = [];
  for (const ticket of tickets) {
    const { body } = await callApi(page, 'GET', `/tickets/${ticket.id}/messages?limit=50`);
    for (const message of body.items.filter((one) => one.has_html))
      bodies.push({ subject: ticket.subject, path: `/api/v1/messages/${message.id}/body` });
  }
  assert(
    bodies.length >= sent * 0.9,
    `only ${bodies.length} of ${sent} hostile mails can be shown as designed`,
  );
  return bodies;
}

/** What the pages did beyond showing the addresses they were given. */
function watch(context, allowed) {
  const seen = [];
  context.on('request', (request) => {
    const inert = /^(data|cid):/.test(request.url()); // cid: names a part of the mail; no browser can load it
    const from = request.frame().url();
    if (!inert && !request.url().startsWith(allowed))
      seen.push(`${from} loaded ${request.url().slice(0, 80)}`);
  });
  context.on('dialog', async (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  return seen;
}

async function inBatches(list, size, work) {
  for (let at = 0; at < list.length; at += size) await work(list.slice(at, at + size));
}

/** Opens the bodies as pages of their own, and stays a while. */
async function openAlone(page, desk, bodies, seen) {
  const pages = await Promise.all(bodies.map(() => page.context().newPage()));
  await Promise.all(pages.map((one, at) => one.goto(desk.url + bodies[at].path, { waitUntil: 'load' })));
  await page.waitForTimeout(patience);
  pages.forEach((one, at) => {
    const { subject, path } = bodies[at];
    assert(one.url() === desk.url + path, `${subject} navigated to ${one.url()}`);
  });
  assert(seen.length === 0, seen.join(', '));
  assert(page.context().pages().length === pages.length + 1, 'a window was opened');
  await Promise.all(pages.map((one) => one.close()));
}

/** Shows the bodies in frames as a ticket does, and stays a while. Returns whether the page could reach into each. */
function showInFrames(page, paths) {
  return page.evaluate(
    async ([sources, span]) => {
      const frames = sources.map((source) => {
        const element = document.createElement('iframe');
        element.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
        element.src = source;
        return element;
      });
      const loaded = frames.map(
        (one) => new Promise((done) => one.addEventListener('load', done, { once: true })),
      );
      document.body.append(...frames);
      await Promise.all(loaded);
      await new Promise((done) => setTimeout(done, span));
      const reaches = (one) => {
        try {
          return one.contentDocument !== null;
        } catch {
          return false;
        }
      };
      return frames.map(reaches);
    },
    [paths, patience],
  );
}

export async function hostileSuite(browser, desk) {
  const page = await openPage(browser);
  await signIn(page, desk);
  let bodies = [];

  await test('every hostile mail is there', async () => {
    if (sent === 0) skip('no hostile mails were sent');
    bodies = await hostileBodies(page);
    console.log(`figure: hostile_bodies=${bodies.length}`);
  });

  // P-40
  await test('the bodies of hostile mails do nothing when opened on their own', async () => {
    if (sent === 0) skip('no hostile mails were sent');
    assert(bodies.length > 0, 'there is nothing to open');
    const seen = watch(page.context(), desk.url);
    await inBatches(bodies, 10, (some) => openAlone(page, desk, some, seen));
  });

  // P-40
  await test('the bodies of hostile mails do nothing inside their ticket', async () => {
    if (sent === 0) skip('no hostile mails were sent');
    assert(bodies.length > 0, 'there is nothing to open');
    const seen = watch(page.context(), desk.url);
    await inBatches(bodies, 20, async (some) => {
      const paths = some.map((one) => one.path);
      const reached = await showInFrames(page, paths);
      assert(!reached.includes(true), 'the page can reach into a frame, so the frame can reach out');
      const shown = page.frames().filter((one) => one !== page.mainFrame());
      const addresses = shown.map((one) => one.url()).sort();
      const wanted = paths.map((one) => desk.url + one).sort();
      assert(JSON.stringify(addresses) === JSON.stringify(wanted), `a frame went elsewhere: ${addresses}`);
      assert(seen.length === 0, seen.join(', '));
      await page.evaluate(() => document.querySelectorAll('iframe').forEach((one) => one.remove()));
    });
  });
  await page.context().close();
}
