// Broken and hostile mails, delivered as files into Dovecot's Maildir: each gives one ticket, none stops the shop.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { program } from './daemon.mjs';
import { Desk } from './desk.mjs';
import { compose } from './mail.mjs';
import { customer } from './mail_servers.mjs';
import { figure, percentile, until } from './waiting.mjs';

let desk;
let mails;
before(async () => {
  desk = await Desk.ready();
  const folder = path.join(desk.folder, 'hostile');
  execFileSync(program('hostile_mail_generator'), ['--seed', '1', '--out', folder, '--maildir'], {
    stdio: 'ignore',
  });
  const inbox = path.join(folder, 'new');
  mails = readdirSync(inbox)
    .sort()
    .map((name) => ({ name, raw: readFileSync(path.join(inbox, name)) }));
});
after(() => desk?.close());

/// One mail after the other is read and filed, so the longest standstill is more than the longest mail took.
function follow(progress, done) {
  const now = performance.now();
  if (done === progress.done) return;
  if (progress.done > 0) progress.longest = Math.max(progress.longest, now - progress.at);
  Object.assign(progress, { done, at: now });
}

// N-03
test('every hostile mail becomes one message, and none takes long beside the others', async () => {
  const begin = performance.now();
  const answers = [];
  const progress = { done: 0, at: begin, longest: 0 };
  mails.forEach(({ raw }, at) =>
    desk.mail.put(raw, `17000000${String(at).padStart(2, '0')}.M${at}P7.localhost`),
  );
  await until(
    `${mails.length} settled items`,
    async () => {
      const asked = performance.now();
      assert.ok(await desk.daemon.isAlive(), 'the daemon does not answer');
      answers.push(performance.now() - asked);
      const { received, pending } = (await desk.admin.get(`/channels/${desk.channel.id}`)).counters;
      follow(progress, received + (received - pending));
      return received >= mails.length && pending === 0;
    },
    { every: 20 },
  ).catch(async (error) => {
    const ledger = await desk.ledger();
    const fates = ledger.map((row) => row.fate);
    throw new Error(
      `${error.message}; the ledger has ${ledger.length}, ${fates.filter((fate) => fate === 'pending').length} pending`,
    );
  });
  const span = performance.now() - begin;
  figure('hostile_mails', mails.length);
  figure('hostile_total_ms', span.toFixed(0));
  figure('hostile_ms_per_mail', (span / mails.length).toFixed(1));
  figure('hostile_longest_mail_ms', progress.longest.toFixed(0));
  figure('hostile_healthz_p95_ms', percentile(answers, 0.95).toFixed(1));
  // A second on a quiet machine; on a busy one all of them take longer.
  const bound = Math.max(1000, (50 * span) / mails.length);
  assert.ok(progress.longest < bound, `a mail took ${progress.longest.toFixed(0)} of ${bound.toFixed(0)} ms`);
});

// N-01, N-03, P-09
test('none is lost, doubled or left without a fate', async () => {
  const ledger = await desk.ledger();
  const fates = {};
  for (const { fate } of ledger) fates[fate] = (fates[fate] ?? 0) + 1;
  figure('hostile_fates', JSON.stringify(fates));
  const tickets = await desk.tickets();
  let inbound = 0;
  let unreadable = 0;
  for (const { id } of tickets) {
    for (const message of await desk.messages(id)) {
      if (message.kind !== 'inbound') continue;
      inbound += 1;
      if (message.unreadable) unreadable += 1;
      if (!message.has_html) continue;
      const shown = await desk.agent.request('GET', `/api/v1/messages/${message.id}/body`);
      assert.equal(shown.status, 200);
      assert.ok(
        !/<script|\son[a-z]+\s*=|javascript:/i.test(shown.body),
        `message ${message.id} keeps active content`,
      );
    }
  }
  figure('hostile_tickets', tickets.length);
  figure('hostile_unreadable', unreadable);
  assert.equal(inbound, mails.length);
  assert.equal(tickets.length, mails.length);
});

test('the daemon and the channel are as well as before', async () => {
  const begin = performance.now();
  await desk.deliver(compose({ from: customer.address, subject: 'normal-mark', text: '正常来信' }));
  await until(
    'a normal mail is a ticket',
    async () => (await desk.tickets('view=all&q=normal-mark')).length === 1,
  );
  figure('hostile_next_mail_ms', (performance.now() - begin).toFixed(0));
  const channel = await desk.admin.get(`/channels/${desk.channel.id}`);
  assert.equal(channel.state, 'ok');
  const log = desk.daemon.child.logText();
  assert.ok(!/plugin host ended/.test(log), 'the plugin host died');
});

test('the trail of all this is intact', async () => {
  const verdict = await desk.daemon.verifyAudit();
  assert.ok(verdict.intact, verdict.text);
});
