// What goes wrong around a shop: mail servers that refuse, go away or forget, and plugins that misbehave.
//
// FRONTDESK_OUTAGE_SECONDS (default 4): how long Dovecot stays away.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Desk } from './desk.mjs';
import { compose, readMaildir } from './mail.mjs';
import { customer } from './mail_servers.mjs';
import { closedPort, figure, patience, pause, percentile, until } from './waiting.mjs';

const outage = Number(process.env.FRONTDESK_OUTAGE_SECONDS ?? 4) * 1000;
const badPlugins = ['crash', 'hang', 'flood', 'garbage', 'leak'];
let desk;
before(async () => (desk = await Desk.ready({ plugins: ['email', 'hostile', ...badPlugins] })));
after(() => desk?.close());

let sent = 0;
async function sendMails(count) {
  for (let i = 0; i < count; ++i) {
    const mail = compose({
      from: customer.address,
      subject: `fault-mark-${++sent}-end`,
      text: `第 ${sent} 封`,
    });
    await desk.deliver(mail);
  }
}

const ours = async () => (await desk.tickets()).filter((row) => row.subject.includes('fault-mark-'));

async function assertEachMailOnce() {
  const subjects = (await ours()).map((row) => row.subject);
  assert.equal(new Set(subjects).size, subjects.length, 'a mail became two tickets');
  assert.equal(subjects.length, sent);
}

async function codeOf(change) {
  const begin = performance.now();
  const body = { plugin: 'io.frontdesk.email', config: desk.mailboxConfiguration(change) };
  const answer = await desk.admin.request('POST', '/api/v1/channels/check', { body });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
  assert.equal(answer.body.ok, false);
  const failed = answer.body.steps.find((step) => step.state === 'failed');
  assert.ok(failed.text.length > 0);
  return { ...failed, span: performance.now() - begin };
}

// P-39
test('four faults of a connection have four different codes', async () => {
  const sockets = [];
  const silent = net.createServer((socket) => sockets.push(socket.on('error', () => {})));
  await new Promise((done) => silent.listen(0, '127.0.0.1', done));
  const changes = {
    password: { auth: { password: 'not-the-password' } },
    closed: { incoming: { port: closedPort } },
    certificate: { advanced: { ca_file: '' } },
    silent: { incoming: { port: silent.address().port } },
  };
  const found = await Promise.all(Object.values(changes).map(codeOf));
  const faults = Object.fromEntries(Object.keys(changes).map((name, at) => [name, found[at]]));
  for (const socket of sockets) socket.destroy();
  silent.close();
  for (const [name, fault] of Object.entries(faults)) {
    figure(`check_${name}`, `${fault.name}/${fault.code} in ${fault.span.toFixed(0)} ms`);
    assert.ok(!fault.text.includes('not-the-password'));
  }
  const codes = Object.values(faults).map((fault) => fault.code);
  assert.equal(new Set(codes).size, 4, codes.join(', '));
});

// P-01, P-02, P-04
test('mail that comes while Dovecot is away is not lost', async () => {
  await sendMails(5);
  await until('five tickets', async () => (await ours()).length === sent);
  await desk.mail.stopDovecot();
  const away = performance.now();
  for (let i = 0; i < 5; ++i) {
    const { raw } = compose({
      from: customer.address,
      subject: `fault-mark-${++sent}-end`,
      text: '停机时的来信',
    });
    desk.mail.put(raw, `1700000000.M${sent}P1.localhost`);
  }
  await until(
    'the channel says so',
    async () => (await desk.admin.get(`/channels/${desk.channel.id}`)).state !== 'ok',
  );
  const reason = (await desk.admin.get(`/channels/${desk.channel.id}`)).reason;
  assert.ok(reason?.code, 'a channel that is not well gives no reason');
  figure('dovecot_away_reason', reason.code);
  while (performance.now() - away < outage) {
    assert.ok(await desk.daemon.isAlive(), 'the daemon does not answer during the outage');
    await pause(200);
  }
  figure('dovecot_away_s', ((performance.now() - away) / 1000).toFixed(0));
  await desk.mail.startDovecot();
  const begin = performance.now();
  await desk.channelIs('ok', { within: patience + outage });
  await until('all are tickets', async () => (await ours()).length >= sent);
  figure('recovery_after_outage_ms', (performance.now() - begin).toFixed(0));
  await assertEachMailOnce();
});

test('a reply that could not be sent goes out as soon as the channel is mended', async () => {
  const configure = async (config) => {
    const { version } = await desk.admin.get(`/channels/${desk.channel.id}`);
    const changed = await desk.admin.write('PATCH', `/channels/${desk.channel.id}`, version, { config });
    assert.equal(changed.status, 200, JSON.stringify(changed.body));
    await desk.channelIs('ok');
  };
  const delivery = async (ticket, message) =>
    (await desk.messages(ticket)).find((one) => one.id === message).delivery;

  await configure(desk.mailboxConfiguration({ outgoing: { port: closedPort } }));
  const [{ id }] = await ours();
  const { version } = await desk.agent.get(`/tickets/${id}`);
  const headers = { 'Idempotency-Key': `mended-${id}` };
  const answer = await desk.agent.write(
    'POST',
    `/tickets/${id}/replies`,
    version,
    { text: 'mended-mark' },
    headers,
  );
  assert.equal(answer.status, 201);
  const waiting = await until('a first attempt', async () => {
    const now = await delivery(id, answer.body.id);
    return now.attempts === 1 && now.state === 'queued' && now;
  });
  assert.ok(waiting.reason.length > 0);
  await configure(desk.mailboxConfiguration());
  await until('sent', async () => (await delivery(id, answer.body.id)).state === 'sent');
  const mails = readMaildir(desk.mail.maildir(customer.address)).filter((mail) =>
    mail.text.includes('mended-mark'),
  );
  assert.equal(mails.length, 1);
});

// P-05
test('a mailbox that numbers its mails anew gives no ticket twice', async () => {
  await desk.mail.forgetUids();
  await desk.channelIs('ok');
  await sendMails(3);
  await until('the new mails are tickets', async () => (await ours()).length >= sent);
  // What would come twice stands before this one in the mailbox.
  await sendMails(1);
  await until('one more mail is a ticket', async () => (await ours()).length >= sent);
  await assertEachMailOnce();
  const fates = (await desk.ledger()).map((row) => row.fate);
  figure('uidvalidity_duplicate_tickets', (await ours()).length - sent);
  assert.ok(
    fates.every((fate) => fate !== 'pending' && fate !== 'quarantined'),
    fates.join(' '),
  );
});

/// The first time that the channel is shown as ill, with a reason.
async function seenIll({ id, name }) {
  const begin = performance.now();
  const channel = await until(
    `${name} is shown as ill`,
    async () => {
      const now = await desk.admin.get(`/channels/${id}`);
      return ['degraded', 'quarantined'].includes(now.state) && now;
    },
    { every: 100 },
  );
  const span = performance.now() - begin;
  figure(`bad_plugin_${name}`, `${channel.state}/${channel.reason?.code} after ${span.toFixed(0)} ms`);
  assert.ok(channel.reason?.code && channel.reason.text, `${name} gives no reason`);
}

/// Customers go on writing until `done`, and are served.
async function serveMeanwhile(done) {
  const answers = [];
  const spans = [];
  let working = true;
  done.then(
    () => (working = false),
    () => (working = false),
  );
  while (working) {
    const begin = performance.now();
    assert.ok(await desk.daemon.isAlive(), 'the daemon did not answer');
    answers.push(performance.now() - begin);
    const mark = `fault-mark-${sent + 1}-end`;
    const posted = performance.now();
    await sendMails(1);
    const query = `view=all&q=${mark}`;
    await until(`the ticket ${mark}`, async () => (await desk.tickets(query)).length > 0);
    spans.push(performance.now() - posted);
    await pause(500);
  }
  figure('healthz_beside_bad_plugins_p95_ms', percentile(answers, 0.95).toFixed(1));
  figure('mail_beside_bad_plugins_p50_ms', percentile(spans, 0.5).toFixed(0));
  figure('mail_beside_bad_plugins_p95_ms', percentile(spans, 0.95).toFixed(0));
}

// N-08, P-22
test('bad plugins hurt nobody but themselves', async () => {
  const bad = [];
  for (const name of badPlugins) {
    bad.push(await desk.admin.post('/channels', { plugin: `test.frontdesk.${name}`, name, config: {} }));
  }
  const allIll = Promise.all(bad.map(seenIll));
  await Promise.all([allIll, serveMeanwhile(allIll)]);
  assert.equal((await desk.admin.get(`/channels/${desk.channel.id}`)).state, 'ok');
  assert.equal((await ours()).length, sent);
  for (const { id } of bad) {
    const { version } = await desk.admin.get(`/channels/${id}`);
    const stopped = await desk.admin.write('PATCH', `/channels/${id}`, version, { enabled: false });
    assert.equal(stopped.status, 200);
  }
});

/// What somebody else's system calls could change about the daemon.
function daemonState() {
  const of = (file) => readFileSync(`/proc/${desk.daemon.child.pid}/${file}`, 'utf8');
  const compared =
    /^(Uid|Gid|SigBlk|SigIgn|SigCgt|SigPnd|ShdPnd|CapEff|Cpus_allowed|Mems_allowed|TracerPid|Seccomp):/;
  const status = of('status')
    .split('\n')
    .filter((line) => compared.test(line));
  // Priority, nice value, real-time priority and policy: fields 18, 19, 40 and 41, counted behind the name.
  const fields = of('stat')
    .slice(of('stat').lastIndexOf(')') + 2)
    .split(' ');
  const scheduling = [18, 19, 40, 41].map((field) => fields[field - 3]);
  const shared = ['shm', 'sem', 'msg'].map(
    (kind) => readFileSync(`/proc/sysvipc/${kind}`, 'utf8').split('\n').length,
  );
  return { limits: of('limits'), status, scheduling, oom: of('oom_score_adj'), shared };
}

// N-08
test('a hostile plugin changes nothing about the daemon, which goes on', async () => {
  const before = daemonState();
  const channel = await desk.admin.post('/channels', {
    plugin: 'test.frontdesk.hostile',
    name: 'hostile',
    config: { way: 'named' },
  });
  await until('the plugin has tried all it knows', async () =>
    (await desk.tickets('view=all&q=hostile+over')).some((row) => row.subject === 'hostile over'),
  );
  assert.deepEqual(daemonState(), before);
  await sendMails(1);
  await until('a mail is still a ticket', async () => (await ours()).length === sent);
  const { version } = await desk.admin.get(`/channels/${channel.id}`);
  const stopped = await desk.admin.write('PATCH', `/channels/${channel.id}`, version, { enabled: false });
  assert.equal(stopped.status, 200);
});

test('the trail of all this is intact', async () => {
  const verdict = await desk.daemon.verifyAudit();
  assert.ok(verdict.intact, verdict.text);
});
