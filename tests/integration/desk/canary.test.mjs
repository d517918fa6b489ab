// Five hundred invented phones, addresses and identity numbers go in by mail; none may come out in clear anywhere: not
// by any GET of the interface, not in the log, not in the live events, not in the files of the database.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Desk } from './desk.mjs';
import { compose } from './mail.mjs';
import { Session } from './rest.mjs';
import { figure, seeded, until } from './waiting.mjs';

const random = seeded(7);
const digit = () => String(Math.floor(random() * 10));
const digits = (count) => Array.from({ length: count }, digit).join('');
const pick = (list) => list[Math.floor(random() * list.length)];

const phone = () => `${pick(['138', '139', '150', '159', '186', '188', '177', '199'])}${digits(8)}`;
const address = () =>
  `${pick(['li', 'wang', 'zhang', 'chen'])}.${Buffer.from(digits(6)).toString('hex')}@${pick(['example.com', 'mail.test', 'example.cn'])}`;
function identityNumber() {
  const body = `11010119${70 + Math.floor(random() * 30)}0${1 + Math.floor(random() * 9)}1${digit()}${digits(3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(body[at]), 0);
  return body + '10X98765432'[sum % 11];
}

// 100 mails with five secrets each; every secret stands in one place of one mail.
const kinds = { phone, address, identityNumber };
const places = {
  subject: (mail, secret) => (mail.subject += ` 联系 ${secret}`),
  body: (mail, secret) => (mail.text += `\n请联系我 ${secret}，谢谢。`),
  html: (mail, secret) => (mail.html += `<p>联系方式：<b>${secret}</b></p>`),
  name: (mail, secret) => (mail.name = `王小明 ${secret}`),
  file: (mail, secret) =>
    mail.attachments.push({ name: `资料 ${secret}.txt`, mime: 'text/plain', bytes: Buffer.from('内容') }),
};
const secrets = [];
function makeMail(number) {
  const mail = { subject: `canary-${number}-end`, text: '您好。', html: '<p>您好。</p>', attachments: [] };
  for (const [where, plant] of Object.entries(places)) {
    const kind = pick(Object.keys(kinds));
    const value = kinds[kind]();
    plant(mail, value);
    secrets.push({ value, kind, where });
  }
  mail.from = address();
  senders.push(mail.from);
  return mail;
}
const senders = [];

let desk;
before(async () => (desk = await Desk.ready({ logLevel: 'debug' })));
after(() => desk?.close());

// All values of a kind have few beginnings, so one pass over the bytes with a set finds them all.
function findSecrets(bytes, wanted) {
  const text = bytes.toString('latin1');
  const found = new Set();
  for (const run of text.matchAll(/[0-9]{11,18}X?|[a-z]+\.[0-9]+@[a-z.]+/g)) {
    for (const value of wanted) if (run[0].includes(value)) found.add(value);
  }
  return found;
}

const hits = [];
function inspect(where, bytes, wanted = allValues()) {
  for (const value of findSecrets(Buffer.from(bytes), wanted)) {
    const secret = secrets.find((one) => one.value === value);
    hits.push(`${where}: ${secret ? `${secret.kind} of ${secret.where}` : 'sender'} ${value}`);
  }
}
let values;
const allValues = () => (values ??= [...new Set([...secrets.map((one) => one.value), ...senders])]);

test('the mails with 500 secrets are tickets', async () => {
  desk.streams = ['admin', 'agent', 'supervisor'].map((role) => desk[role].events());
  for (let i = 0; i < 100; ++i) {
    const mail = makeMail(i);
    await desk.deliver(compose(mail), mail.from);
  }
  await until('100 tickets', async () => (await desk.tickets()).length === 100, { every: 200 });
  assert.equal(secrets.length, 500);
  figure('canary_planted', secrets.length + senders.length);
});

/// A write on the ticket, which must succeed and must not show a secret in its answer. When the ticket changed between
/// reading and writing (a reply goes out meanwhile), it is made again.
async function act(session, method, ticket, name, body, headers) {
  const attempt = async () => {
    const { version } = await desk.agent.get(`/tickets/${ticket}`);
    const answer = await session.write(method, `/tickets/${ticket}${name}`, version, body, headers);
    return answer.status !== 412 && answer;
  };
  const answer = await until(`${method} ${name}`, attempt);
  assert.ok(answer.status < 300, `${method} ${name}: ${JSON.stringify(answer.body)}`);
  inspect(`${method} ${name}`, answer.bytes);
  return answer.body;
}

// M-76, N-04
test('an agent works on some of them, and no answer to a write shows one', async () => {
  const tickets = await desk.tickets();
  const [secret] = secrets;
  const replies = [];
  for (const { id } of tickets.slice(0, 5)) {
    const text = `已记录 ${secret.value}`;
    await act(desk.agent, 'POST', id, '/claim', {});
    replies.push(
      await act(desk.agent, 'POST', id, '/replies', { text }, { 'Idempotency-Key': `canary-${id}` }),
    );
    const remark = { text: `备注 ${secrets[5].value}` };
    const note = await act(desk.agent, 'POST', id, '/notes', remark, { 'Idempotency-Key': `remark-${id}` });
    assert.match(note.text, /备注/);
    const change = { topic: `话题 ${secret.value}`, priority: 'P1', reason: `原因 ${secret.value}` };
    await act(desk.supervisor, 'PATCH', id, '', change);
    await act(desk.agent, 'POST', id, '/read', {});
    await act(desk.agent, 'POST', id, '/resolve', {});
    await act(desk.agent, 'POST', id, '/reopen', {});
    await act(desk.supervisor, 'POST', id, '/assign', { owner_id: null });
    await desk.supervisor.all(`/tickets?view=all&q=${encodeURIComponent(secret.value)}`);
  }
  await until('the replies are under way', async () => {
    const messages = (await Promise.all(replies.map((one) => desk.messages(one.ticket_id)))).flat();
    return messages.every((one) => one.delivery?.state !== 'queued' && one.delivery?.state !== 'sending');
  });
  report('writes');
});

async function pathsToAsk(description) {
  const tickets = await desk.tickets();
  const messages = (await Promise.all(tickets.map(({ id }) => desk.messages(id)))).flat();
  const ids = {
    ticket: tickets.map((row) => row.id),
    message: messages.filter((message) => message.has_html).map((message) => message.id),
    attachment: messages.flatMap((message) => message.attachments.map((file) => file.id)),
    channel: [desk.channel.id],
  };
  const paths = [];
  for (const [template, methods] of Object.entries(description.paths)) {
    if (!methods.get || template.endsWith('/events')) continue;
    const room = /\{([a-z]+)\}/.exec(template)?.[1];
    const filled = room ? ids[room].map((id) => template.replace(`{${room}}`, id)) : [template];
    assert.ok(filled.length > 0 && !filled.some((one) => one.includes('{')), template);
    const ask = (path) => paths.push({ path, template, needs: methods.get['x-frontdesk-needs'] });
    for (const one of filled) ask(/messages$|audit$|ledger$/.test(one) ? `${one}?limit=200` : one);
    if (template === '/api/v1/tickets') ask(`${template}?view=all&limit=200`);
    if (template === '/api/v1/tickets') ask(`${template}?view=all&q=canary`);
  }
  return paths;
}

// Written down, not read from the roles: this is what masking relies on.
const allowed = {
  anyone: ['admin', 'agent', 'supervisor', 'anonymous'],
  operate: ['admin'], // or whoever has the token of the machine
  signed_in: ['admin', 'agent', 'supervisor'],
  see_tickets: ['agent', 'supervisor'],
  see_colleagues: ['admin', 'agent', 'supervisor'],
  see_channels: ['admin', 'supervisor'],
  run_channels: ['admin'],
  run_users: ['admin'],
  read_audit: ['admin', 'supervisor'],
};

function expectedStatus(needs, role) {
  if (allowed[needs].includes(role)) return 200;
  return role === 'anonymous' ? 401 : 403;
}

// What is harmless and must be seen where a look is allowed: else nothing was looked at.
const harmless = {
  '/healthz': 'ok',
  '/readyz': 'ready',
  '/metrics': 'frontdesk_',
  '/api/v1/openapi.json': 'openapi',
  '/api/v1/status': 'uptime_s',
  '/api/v1/checks': 'disk_full_soon',
  '/api/v1/setup': 'needed',
  '/api/v1/session': 'csrf',
  '/api/v1/users': '"owner"',
  '/api/v1/agents': '小林',
  '/api/v1/roles': 'see_tickets',
  '/api/v1/tickets': 'canary-',
  '/api/v1/tickets/counters': 'unassigned',
  '/api/v1/tickets/{ticket}': 'canary-',
  '/api/v1/tickets/{ticket}/messages': '您好',
  '/api/v1/tickets/{ticket}/others': '"items"',
  '/api/v1/messages/{message}/body': '联系方式',
  '/api/v1/messages/in-doubt': '"items"',
  '/api/v1/damage': '"items"',
  '/api/v1/attachments/{attachment}': '内容',
  '/api/v1/plugins': 'io.frontdesk.email',
  '/api/v1/channels': '演示邮箱',
  '/api/v1/channels/{channel}': '演示邮箱',
  '/api/v1/channels/{channel}/ledger': '"fate":"ticket"',
  '/api/v1/audit': '"action"',
  '/api/v1/audit/state': 'intact',
};

/// Headers with their percent encodings read.
const unquoted = (headers) =>
  JSON.stringify(headers).replace(/%([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

// M-75, M-76, N-04, P-28
test('no GET of the interface shows one', async () => {
  const description = await desk.admin.get('/openapi.json');
  const paths = await pathsToAsk(description);
  const anonymous = new Session(desk.daemon.origin);
  const callers = { admin: desk.admin, agent: desk.agent, supervisor: desk.supervisor, anonymous };
  let asked = 0;
  const statuses = {};
  for (const [role, session] of Object.entries(callers)) {
    for (const { path: one, template, needs } of paths) {
      const answer = await session.request('GET', one);
      const where = `${role} GET ${one}`;
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      assert.equal(answer.status, expectedStatus(needs, role), where);
      if (answer.status === 200)
        assert.ok(answer.bytes.includes(harmless[template]), `${where} shows nothing known`);
      inspect(where, Buffer.concat([Buffer.from(unquoted(answer.headers)), answer.bytes]));
      asked += 1;
    }
  }
  anonymous.close();
  figure('canary_requests', asked);
  figure('canary_statuses', JSON.stringify(statuses));
  report('interface');
});

// M-76, N-04
test('the command line shows none', async () => {
  const asked = [
    ['status'],
    ['ticket', 'list', '--view', 'all', '--limit', '200'],
    ['channel', 'list'],
    ['channel', 'ledger', desk.channel.id],
    ['audit', 'export'],
    ['user', 'list'],
    ['colleague', 'list'],
    ['audit', 'list'],
    ...(await desk.tickets()).slice(0, 20).map((row) => ['ticket', 'show', row.number]),
    ...(await desk.tickets()).slice(0, 20).map((row) => ['message', 'list', row.number]),
  ];
  for (const args of asked)
    inspect(`frontdesk ${args.join(' ')}`, JSON.stringify(await desk.daemon.cli(args)));
  report('command_line');
});

// M-76, N-04
test('no live event, no log line and no byte of the database shows one', async () => {
  assert.match(desk.streams[1].text, /event: ticket/);
  assert.match(desk.streams[1].text, /event: message/);
  for (const stream of desk.streams) {
    assert.equal(stream.mistake, null);
    stream.close();
    inspect('live events', stream.text);
  }
  inspect('log', desk.daemon.child.logText());
  inspectFiles(desk.daemon.data, 'running');
  await desk.daemon.stop();
  inspect('log', desk.daemon.child.logText());
  inspectFiles(desk.daemon.data, 'stopped');
  report('files_and_streams');
});

function inspectFiles(folder, when) {
  let bytes = 0;
  let readable = false;
  for (const name of readdirSync(folder, { recursive: true })) {
    const file = path.join(folder, name);
    if (!statSync(file).isFile()) continue;
    const content = readFileSync(file);
    bytes += content.length;
    readable ||= content.includes('canary-7-end');
    inspect(`file ${name} (${when})`, content);
  }
  assert.ok(readable, 'the search does not see what is known to be there');
  figure(`canary_file_bytes_${when}`, bytes);
}

function report(name) {
  const shown = hits.splice(0);
  figure(`canary_hits_${name}`, shown.length);
  assert.deepEqual(shown.slice(0, 20), []);
}
