// Mails that attack the reader (generator: tests/fault/hostile_mail): nothing runs, nothing is loaded, nothing navigates.
import { openPage } from '../support/browser.mjs';
import { assert } from '../support/checks.mjs';
import { callApi, signIn } from '../support/desk.mjs';
import { skip, test } from '../support/run_suite.mjs';

/** Every message with HTML of the tickets that the generator's mails became. */
async function hostileBodies(page) {
  const bodies = [];
  let after = '';
  do {
    const { body: list } = await callApi(page, 'GET', `/tickets?view=all&limit=200&after=${after}`);
    for (const ticket of list.items.filter((one) => one.subject.startsWith('hostile'))) {
      const { body: messages } = await callApi(page, 'GET', `/tickets/${ticket.id}/messages?limit=50`);
      for (const message of messages.items.filter((one) => one.has_html)) {
        bodies.push({ subject: ticket.subject, ticket: ticket.number, path: `/api/v1/messages/${message.id}/body` });
      }
    }
    after = list.next;
  } while (after);
  return bodies;
}

/** What a page did beyond showing the one address it was given. */
function watch(context, allowed) {
  const seen = [];
  context.on('request', (request) => {
    const inert = /^(data|cid):/.test(request.url()); // cid: names a part of the mail; no browser can load it
    if (!inert && !request.url().startsWith(allowed)) seen.push(`loaded ${request.url().slice(0, 80)}`);
  });
  context.on('dialog', async (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  return seen;
}

export async function hostileSuite(browser, desk) {
  const page = await openPage(browser);
  await signIn(page, desk);
  const bodies = await hostileBodies(page);

  await test('the bodies of hostile mails do nothing when opened on their own', async () => {
    if (desk.mock || bodies.length === 0) skip('no hostile mails in this desk');
    const single = await page.context().newPage();
    const seen = watch(page.context(), desk.url);
    for (const body of bodies) {
      await single.goto(desk.url + body.path, { waitUntil: 'load' });
      assert(single.url() === desk.url + body.path, `${body.subject} navigated to ${single.url()}`);
      assert(seen.length === 0, `${body.subject}: ${seen.join(', ')}`);
    }
    await single.close();
    console.log(`figure: hostile_bodies=${bodies.length}`);
  });

  await test('the bodies of hostile mails do nothing inside their ticket', async () => {
    if (desk.mock || bodies.length === 0) skip('no hostile mails in this desk');
    const seen = watch(page.context(), desk.url);
    for (const body of bodies) {
      const frame = await page.evaluate(async (source) => {
        const element = document.createElement('iframe');
        element.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
        element.src = source;
        const loaded = new Promise((resolve) => element.addEventListener('load', resolve));
        document.body.append(element);
        await loaded;
        let reachable = true;
        try {
          reachable = element.contentDocument !== null;
        } catch {
          reachable = false;
        }
        element.remove();
        return reachable;
      }, body.path);
      assert(!frame, `${body.subject}: the page can reach into the frame, so the frame can reach out`);
      assert(seen.length === 0, `${body.subject}: ${seen.join(', ')}`);
    }
  });
  await page.context().close();
}
