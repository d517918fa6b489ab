// The disk fails under the whole daemon while a mail comes in and is answered, at one call after another: every mail stays
// exactly one ticket, every reply that was taken goes out at most once, and the desk says what is wrong.
//
// FRONTDESK_EVERY_FAULT=1 tries every call (some twenty minutes); else some.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Desk } from './desk.mjs';
import { FailingDisk } from './failing_disk.mjs';
import { compose, readMaildir } from './mail.mjs';
import { customer } from './mail_servers.mjs';
import { figure, until } from './waiting.mjs';

const samples = process.env.FRONTDESK_EVERY_FAULT ? Infinity : 5;
let desk;
let disk;
let rounds = 0;

before(async () => {
  desk = await Desk.ready();
  await desk.daemon.stop();
  disk = new FailingDisk(path.join(desk.folder, 'disk'), desk.daemon.data);
  desk.daemon.env = disk.env;
  await desk.daemon.start();
  await desk.channelIs('ok');
});
after(() => desk?.close());

const readiness = async () => {
  const answer = await fetch(`${desk.daemon.origin}/readyz`);
  return { status: answer.status, ...(await answer.json()) };
};
const ticketsOf = async (mark) => (await desk.tickets()).filter((row) => row.subject === mark);

async function reply(mark) {
  const [ticket] = await ticketsOf(mark);
  const { version } = await desk.agent.get(`/tickets/${ticket.id}`);
  const answer = await desk.agent.write(
    'POST',
    `/tickets/${ticket.id}/replies`,
    version,
    { text: `answer to ${mark}` },
    { 'Idempotency-Key': mark },
  );
  return answer.status;
}

async function deliveryOf(mark) {
  const [ticket] = await ticketsOf(mark);
  const [answer, ...more] = (await desk.messages(ticket.id)).filter((one) => one.kind === 'outbound');
  assert.deepEqual(more, [], `${mark}: two answers`);
  return answer?.delivery.state;
}

const mailsWith = (mark) =>
  readMaildir(desk.mail.maildir(customer.address)).filter((mail) => mail.text.includes(`answer to ${mark}`));

/// A mail comes in and is answered, as far as the disk lets it.
async function live(mark) {
  await desk.deliver(compose({ from: customer.address, subject: mark, text: '您好' }));
  const isOver = async () => (await ticketsOf(mark)).length > 0 || (await readiness()).status !== 200;
  await until(`${mark} is filed or the disk is told`, isOver);
  if ((await ticketsOf(mark)).length === 0) return false;
  if ((await reply(mark).catch(() => 0)) !== 201) return false;
  const isSent = async () =>
    ['sent', 'unknown'].includes(await deliveryOf(mark)) || (await readiness()).status !== 200;
  await until(`${mark} is answered or the disk is told`, isSent);
  return true;
}

/// What was acknowledged is there, the rest is taken now, and nothing is there twice.
async function finish(mark, wasTaken) {
  await until(`${mark} is one ticket`, async () => (await ticketsOf(mark)).length > 0);
  assert.equal((await ticketsOf(mark)).length, 1);
  if (wasTaken) assert.ok(await deliveryOf(mark), `${mark}: the answer is lost`);
  if (!(await deliveryOf(mark))) assert.equal(await reply(mark), 201);
  const end = await until(`${mark} is answered`, async () => {
    const state = await deliveryOf(mark);
    return ['sent', 'delivered', 'unknown'].includes(state) && state;
  });
  const mails = mailsWith(mark).length;
  assert.ok(end === 'unknown' ? mails <= 1 : mails === 1, `${mark}: ${end}, ${mails} mails`);
}

async function round(first, last, error) {
  const mark = `disk-mark-${++rounds}-end`;
  disk.arm(first, last, error);
  const wasTaken = await live(mark);
  const now = await readiness();
  const failed = disk.failed;
  disk.disarm();
  assert.ok(desk.daemon.child.running, desk.daemon.child.logText().slice(-2000));
  if (now.status !== 200)
    assert.match(now.reasons.join(), error === 'EIO' ? /check the disk/ : /the disk is full/);
  if (/check the disk/.test((await readiness()).reasons.join())) {
    await desk.daemon.crash();
    await desk.daemon.start();
  }
  await until('the desk takes writes', async () => (await readiness()).status === 200);
  await finish(mark, wasTaken);
  return failed;
}

// N-01, P-04, P-05
test('a disk that fails at any call loses and doubles nothing', async () => {
  await round(0, 0, 'EIO');
  const calls = disk.calls;
  figure('disk_calls', calls);
  assert.ok(calls > 20, 'the library does not reach the daemon');
  const stride = Math.max(1, Math.floor(calls / samples));
  let failed = 0;
  for (const error of ['EIO', 'ENOSPC']) {
    for (let n = error === 'EIO' ? 1 : 2; n <= calls; n += stride) {
      failed += await round(n, error === 'EIO' ? n : 1_000_000, error);
    }
  }
  figure('disk_calls_failed', failed);
  assert.ok(failed > 0);
});

test('the trail of all this is intact', async () => {
  const verdict = await desk.daemon.verifyAudit();
  assert.ok(verdict.intact, verdict.text);
});
