// kill -9 at random moments, round after round, under mail traffic: every mail stays exactly one message, every reply
// that was taken stays exactly one mail, and the audit trail stays whole.
//
// FRONTDESK_CRASH_ROUNDS (default 10) rounds; FRONTDESK_CRASH_SEED makes other moments.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { Desk } from './desk.mjs';
import { compose, readMaildir } from './mail.mjs';
import { customer } from './mail_servers.mjs';
import { figure, pause, percentile, seeded, until } from './waiting.mjs';

const rounds = Number(process.env.FRONTDESK_CRASH_ROUNDS ?? 10);
const random = seeded(Number(process.env.FRONTDESK_CRASH_SEED ?? 20240315));
const mailsPerRound = 12;
const pictureSize = 50_000;

let desk;
before(async () => (desk = await Desk.ready()));
after(() => desk?.close());

const state = {
  sent: [],
  withPicture: new Set(),
  replies: new Map(),
  recoveries: [],
  kills: { daemon: 0, host: 0 },
  quarantines: 0,
};

async function sendTraffic() {
  for (let i = 0; i < mailsPerRound; ++i) {
    const mark = `crash-mark-${state.sent.length}-end`;
    const picture = { name: '照片.bin', mime: 'application/octet-stream', bytes: Buffer.alloc(pictureSize, i) };
    const attachments = random() < 0.3 ? [picture] : [];
    if (attachments.length > 0) state.withPicture.add(mark);
    const from = `buyer${state.sent.length % 7}@shop.test`;
    await desk.deliver(compose({ from, subject: mark, text: `来信 ${mark}`, attachments }), from);
    state.sent.push(mark);
    await pause(random() * 60);
  }
}

// A reply counts as taken only when its 201 came; one without an answer is sent again with the same key.
async function replyOnce(ticket, mark, key) {
  const { version } = await desk.agent.get(`/tickets/${ticket}`);
  const headers = { 'Idempotency-Key': key };
  const answer = await desk.agent.write(
    'POST',
    `/tickets/${ticket}/replies`,
    version,
    { text: `回复 ${mark}` },
    headers,
  );
  return answer.status === 201 ? answer.body.id : undefined;
}

async function replyDuring(ticket, mark) {
  const key = randomUUID();
  const attempt = () => replyOnce(ticket, mark, key).catch(() => undefined);
  return until(`the reply ${mark} is taken`, attempt, { within: 40_000, every: 100 });
}

async function killSomething() {
  await pause(random() * 1200);
  const host = desk.daemon.hosts()[0];
  if (random() < 0.4 && host) {
    process.kill(host, 'SIGKILL');
    state.kills.host += 1;
    return;
  }
  await desk.daemon.crash();
  state.kills.daemon += 1;
  const begin = performance.now();
  await desk.daemon.start();
  state.recoveries.push(performance.now() - begin);
}

// Five crashes of a host within ten minutes put the channel into quarantine; then the admin starts it anew.
async function leaveQuarantine() {
  const channel = await desk.admin.get(`/channels/${desk.channel.id}`);
  if (channel.state !== 'quarantined') return;
  state.quarantines += 1;
  for (const enabled of [false, true]) {
    const { version } = await desk.admin.get(`/channels/${channel.id}`);
    const changed = await desk.admin.write('PATCH', `/channels/${channel.id}`, version, { enabled });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
  }
}

async function settled() {
  const begin = performance.now();
  await until(
    `${state.sent.length} messages`,
    async () => {
      await leaveQuarantine();
      const ledger = await desk.ledger();
      return ledger.length >= state.sent.length && ledger.every((row) => row.fate !== 'pending');
    },
    { within: 60_000, every: 100 },
  );
  return performance.now() - begin;
}

async function assertRound(round) {
  const ledger = await desk.ledger();
  assert.equal(ledger.length, state.sent.length, `round ${round}: the ledger has another number of items`);
  const tickets = await desk.tickets();
  assert.equal(tickets.length, state.sent.length, `round ${round}: lost or doubled`);
  const subjects = new Set(tickets.map((row) => row.subject));
  for (const mark of state.sent) assert.ok(subjects.has(mark), `round ${round}: ${mark} is lost`);
  const verdict = await desk.daemon.verifyAudit();
  assert.ok(verdict.intact, `round ${round}: ${verdict.text}`);
}

// N-01, P-04, P-05
test(`${rounds} rounds of kill -9 under traffic`, async () => {
  const settling = [];
  for (let round = 0; round < rounds; ++round) {
    const known = await desk.tickets('view=all');
    const target = known[Math.floor(random() * known.length)];
    const mark = `reply-mark-${round}-end`;
    const replying = target && replyDuring(target.id, mark);
    const [, , id] = await Promise.all([sendTraffic(), killSomething(), replying]);
    if (target) state.replies.set(mark, { id, ticket: target.id });
    settling.push(await settled());
    await assertRound(round);
  }
  figure('crash_rounds', rounds);
  figure('crash_kills_daemon', state.kills.daemon);
  figure('crash_kills_host', state.kills.host);
  figure('crash_quarantines', state.quarantines);
  figure('crash_mails', state.sent.length);
  if (state.recoveries.length > 0) {
    figure('crash_restart_p50_ms', percentile(state.recoveries, 0.5).toFixed(0));
    figure('crash_restart_max_ms', Math.max(...state.recoveries).toFixed(0));
  }
  figure('crash_settled_p50_ms', percentile(settling, 0.5).toFixed(0));
});

// N-01, P-05
test('every mail is one message, with its attachment', async () => {
  const inbound = [];
  for (const { id } of await desk.tickets()) {
    inbound.push(...(await desk.messages(id)).filter((message) => message.kind === 'inbound'));
  }
  const texts = inbound.map((message) => message.text);
  figure('crash_lost', state.sent.filter((mark) => !texts.some((text) => text.includes(mark))).length);
  figure('crash_doubled', texts.length - new Set(texts).size);
  assert.equal(texts.length, state.sent.length);
  assert.equal(new Set(texts).size, texts.length);
  for (const message of inbound) {
    const sizes = message.attachments.map((file) => file.size);
    const wanted = [...state.withPicture].some((mark) => message.text.includes(mark)) ? [pictureSize] : [];
    assert.deepEqual(sizes, wanted, message.text);
  }
});

// P-27
test('every inbound message has one audit record', async () => {
  const created = await desk.supervisor.all('/audit?action=ticket.create');
  const followed = await desk.supervisor.all('/audit?action=message.in');
  assert.equal(created.length + followed.length, state.sent.length);
  figure('crash_inbound_audit_records', created.length + followed.length);
});

// P-14
test('every reply that was taken is one message, mailed once or in doubt', async () => {
  let unknown = 0;
  for (const [mark, { id, ticket }] of state.replies) {
    const shown = await until(
      `the fate of ${mark}`,
      async () => {
        const found = (await desk.messages(ticket)).filter((one) => one.text.includes(mark));
        assert.equal(found.length, 1, `${mark} is ${found.length} messages`);
        return !['queued', 'sending'].includes(found[0].delivery.state) && found[0];
      },
      { within: 60_000, every: 200 },
    );
    assert.equal(shown.id, id);
    const mails = readMaildir(desk.mail.maildir(customer.address)).filter((mail) => mail.text.includes(mark));
    assert.ok(mails.length <= 1, `${mark} was mailed ${mails.length} times`);
    if (shown.delivery.state === 'unknown') unknown += 1;
    else assert.equal(mails.length, 1, `${mark} counts as ${shown.delivery.state} and did not arrive`);
  }
  figure('crash_replies', state.replies.size);
  figure('crash_replies_in_doubt', unknown);
});
