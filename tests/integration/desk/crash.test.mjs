// Ends at random moments, round after round, under mail, replies and notes: every mail stays exactly one message that
// can be read, every reply that was taken stays exactly one mail, nothing is shut away, and the audit trail stays whole.
//
// FRONTDESK_CRASH_ROUNDS (default 12) rounds; FRONTDESK_CRASH_SEED makes other moments.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { fileText, Storm } from './crash_storm.mjs';
import { Desk } from './desk.mjs';
import { readMaildir } from './mail.mjs';
import { customer } from './mail_servers.mjs';
import { figure, percentile, seeded, until } from './waiting.mjs';

const rounds = Number(process.env.FRONTDESK_CRASH_ROUNDS ?? 12);
const random = seeded(Number(process.env.FRONTDESK_CRASH_SEED ?? 20240315));
const repliesPerRound = 4;

let desk;
let storm;
before(async () => {
  desk = await Desk.ready({ postfix: true });
  storm = new Storm(desk, random);
});
after(() => desk?.close());

async function settled() {
  const begin = performance.now();
  await until(
    `${storm.sent.length} messages`,
    async () => {
      const { counters, state } = await desk.admin.get(`/channels/${desk.channel.id}`);
      assert.notEqual(state, 'quarantined');
      return counters.received >= storm.sent.length && counters.pending === 0;
    },
    { every: 100 },
  );
  return performance.now() - begin;
}

async function assertRound(round) {
  const ledger = await desk.ledger();
  assert.equal(ledger.length, storm.sent.length, `round ${round}: the ledger has another number of items`);
  const odd = ledger.filter((row) => !['ticket', 'follow_up'].includes(row.fate));
  assert.deepEqual(odd, [], `round ${round}: not filed`);
  const tickets = await desk.tickets();
  assert.equal(tickets.length, storm.sent.length, `round ${round}: lost or doubled`);
  const subjects = new Set(tickets.map((row) => row.subject));
  for (const mark of storm.sent) assert.ok(subjects.has(mark), `round ${round}: ${mark} is lost`);
  const verdict = await desk.daemon.verifyAudit();
  assert.ok(verdict.intact, `round ${round}: ${verdict.text}`);
}

// N-01, P-04, P-05
test(`${rounds} rounds of ends under traffic`, async () => {
  const settling = [];
  for (let round = 0; round < rounds; ++round) {
    await storm.round(round, repliesPerRound);
    settling.push(await settled());
    await assertRound(round);
  }
  figure('crash_rounds', rounds);
  for (const [how, times] of Object.entries(storm.ends)) figure(`crash_ends_${how}`, times);
  figure('crash_outages', storm.outages);
  figure('crash_mails', storm.sent.length);
  if (storm.recoveries.length > 0) {
    figure('crash_restart_p50_ms', percentile(storm.recoveries, 0.5).toFixed(0));
    figure('crash_restart_max_ms', Math.max(...storm.recoveries).toFixed(0));
  }
  figure('crash_settled_p50_ms', percentile(settling, 0.5).toFixed(0));
});

// N-01, P-05
test('every mail is one message that can be read, with its attachment', async () => {
  const inbound = [];
  for (const { id } of await desk.tickets()) {
    inbound.push(...(await desk.messages(id)).filter((message) => message.kind === 'inbound'));
  }
  const texts = inbound.map((message) => message.text);
  figure('crash_lost', storm.sent.filter((mark) => !texts.some((text) => text.includes(mark))).length);
  figure('crash_doubled', texts.length - new Set(texts).size);
  figure('crash_unreadable', inbound.filter((message) => message.unreadable).length);
  assert.equal(texts.length, storm.sent.length);
  assert.equal(new Set(texts).size, texts.length);
  for (const message of inbound) {
    assert.equal(message.unreadable, false, message.text);
    const sizes = message.attachments.map((file) => file.size);
    const mark = /crash-mark-\d+-end/.exec(message.text)?.[0];
    assert.deepEqual(sizes, storm.files.has(mark) ? [storm.files.get(mark)] : [], message.text);
  }
});

// P-27
test('every inbound message has one audit record', async () => {
  const created = await desk.supervisor.all('/audit?action=ticket.create');
  const followed = await desk.supervisor.all('/audit?action=message.in');
  assert.equal(created.length + followed.length, storm.sent.length);
  figure('crash_inbound_audit_records', created.length + followed.length);
});

test('every note that was taken is one message', async () => {
  for (const [mark, { id, ticket }] of storm.notes) {
    const found = (await desk.messages(ticket)).filter((one) => one.text.includes(mark));
    assert.deepEqual(
      found.map((one) => one.id),
      [id],
      mark,
    );
  }
  figure('crash_notes', storm.notes.size);
});

// P-14
test('every reply that was taken is one message, mailed once with its file, or in doubt', async () => {
  let unknown = 0;
  const mailbox = () => readMaildir(desk.mail.maildir(customer.address));
  const fate = async (mark, ticket) => {
    const found = (await desk.messages(ticket)).filter((one) => one.text.includes(mark));
    assert.equal(found.length, 1, `${mark} is ${found.length} messages`);
    return !['queued', 'sending'].includes(found[0].delivery.state) && found[0];
  };
  const shown = new Map();
  for (const [mark, { id, ticket }] of storm.replies) {
    const message = await until(`the fate of ${mark}`, () => fate(mark, ticket), { every: 200 });
    assert.equal(message.id, id);
    shown.set(mark, message);
  }
  const hasArrived = (mails, mark) => mails.some((mail) => mail.text.includes(mark));
  const mails = await until(
    'what was sent to arrive',
    () => {
      const all = mailbox();
      const due = [...shown].filter(([, message]) => message.delivery.state !== 'unknown');
      return due.every(([mark]) => hasArrived(all, mark)) && all;
    },
    { within: 60_000, every: 500 },
  );
  for (const [mark, message] of shown) {
    const arrived = mails.filter((mail) => mail.text.includes(mark));
    assert.ok(arrived.length <= 1, `${mark} was mailed ${arrived.length} times`);
    if (message.delivery.state === 'unknown') unknown += 1;
    if (arrived.length === 1 && storm.replies.get(mark).withFile) {
      const files = arrived[0].parts.map((part) => part.bytes.toString('utf8'));
      assert.ok(files.includes(fileText(mark)), `${mark} arrived without its file`);
    }
  }
  figure('crash_replies', storm.replies.size);
  figure('crash_replies_in_doubt', unknown);
});
