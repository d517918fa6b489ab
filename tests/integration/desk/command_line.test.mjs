// The administrator's command line against a running shop: its rows are the JSON of the interface, tickets are known by
// their numbers, and a mistake is told in one line.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { program } from './daemon.mjs';
import { Desk, people } from './desk.mjs';
import { compose } from './mail.mjs';
import { customer } from './mail_servers.mjs';
import { until } from './waiting.mjs';

const run = promisify(execFile);

let desk;
let ticket;
before(async () => {
  desk = await Desk.ready();
  await desk.deliver(compose({ from: customer.address, subject: 'command-mark', text: '请问到哪里了' }));
  ticket = await until('the mail is a ticket', async () => (await desk.tickets())[0]);
});
after(() => desk?.close());

const json = (...words) => desk.daemon.cli(words);
const row = async (...words) => (await json(...words))[0];

/// As people see it: {code, out, told}; `told` is what went to standard error.
function typed(...words) {
  return run(program('frontdesk'), ['--socket', desk.daemon.socket, ...words]).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, told: stderr }),
    ({ code, stdout, stderr }) => ({ code, out: stdout, told: stderr }),
  );
}

test('every verb has its help, with all that it can be told', async () => {
  const verbs = JSON.parse((await run(program('frontdesk-describe'), ['verbs'])).stdout);
  assert.ok(verbs.length > 30);
  for (const { command, help, fields } of verbs) {
    const { code, out } = await typed(...command.split('.'), '--help');
    assert.equal(code, 0, command);
    assert.match(help, /^[A-Z].*\.$/s, command);
    assert.ok(out.replace(/\s+/g, ' ').includes(help), `${command} does not say: ${help}`);
    if (command === 'channel.check') continue; // the daemon looks the configuration up
    for (const { option, kind } of fields.filter((one) => one.kind !== 'secret'))
      assert.ok(out.includes(option), `${command} does not know ${option} (${kind})`);
  }
});

test('lists and objects are the JSON of the interface', async () => {
  const id = desk.channel.id;
  const lists = [
    [['user', 'list'], desk.admin, '/users'],
    [['role', 'list'], desk.admin, '/roles'],
    [['colleague', 'list'], desk.agent, '/agents'],
    [['plugin', 'list'], desk.admin, '/plugins'],
    [['channel', 'list'], desk.admin, '/channels'],
    [['channel', 'ledger', desk.channel.name], desk.admin, `/channels/${id}/ledger`],
    [['ticket', 'list', '--view', 'all'], desk.agent, '/tickets?view=all'],
    [['ticket', 'list', '--channel', desk.channel.name], desk.agent, `/tickets?channel=${id}`],
    [['message', 'list', ticket.number], desk.agent, `/tickets/${ticket.id}/messages`],
    [['audit', 'list', '--action', 'user.add'], desk.supervisor, '/audit?action=user.add'],
  ];
  for (const [words, session, where] of lists) {
    const rows = await json(...words);
    assert.ok(rows.length > 0, words.join(' '));
    assert.deepEqual(rows, await session.all(where), words.join(' '));
  }
  assert.deepEqual(await row('channel', 'show', desk.channel.name), await desk.admin.get(`/channels/${id}`));
  assert.equal((await row('audit', 'state')).intact, true);
  const counters = await desk.agent.get('/tickets/counters');
  assert.deepEqual(await row('ticket', 'count'), { ...counters, mine: 0, mine_unread: 0 });
  const [shown, ...messages] = await json('ticket', 'show', ticket.number);
  const { can, ...seen } = await desk.agent.get(`/tickets/${ticket.id}`);
  assert.deepEqual({ ...shown, can }, { can, ...seen });
  assert.ok(shown.can.includes('ticket.assign'));
  assert.deepEqual(messages, await desk.messages(ticket.id));
});

// M-25, M-66
test('a ticket is worked on by its number, and on record', async () => {
  const { number, id } = ticket;
  const state = async () => desk.agent.get(`/tickets/${id}`);
  assert.match((await typed('ticket', 'claim', number)).told, /only a person can own a ticket; assign it/);
  assert.equal((await row('ticket', 'assign', number, '--to', people.agent.name)).owner.display_name, '小林');
  assert.equal((await row('ticket', 'unassign', number)).owner, null);
  const classified = await row(
    'ticket',
    'classify',
    number,
    '--priority',
    'P1',
    '--phase',
    'in_sale',
    '--reason',
    '加急',
  );
  assert.deepEqual([classified.priority, classified.phase], ['P1', 'in_sale']);
  assert.equal((await row('ticket', 'note', number, '内部备注')).kind, 'note');
  assert.equal(
    (await row('ticket', 'reply', number, '已在路上 typed-mark', '--resolve')).delivery.state,
    'queued',
  );
  assert.equal((await state()).state, 'resolved');
  assert.equal((await row('ticket', 'reopen', number)).round, 2);
  assert.equal((await row('ticket', 'resolve', number)).state, 'resolved');
  assert.equal((await row('ticket', 'spam', number)).state, 'spam');
  assert.equal((await row('ticket', 'not-spam', number)).state, 'open');
  assert.equal((await row('ticket', 'resolve', number)).state, 'resolved');
  assert.deepEqual(await json('ticket', 'read', number), []);
  // The command line is no person: it has no mark of its own, and takes nobody's.
  assert.equal((await state()).unread, true);
  const records = await json('audit', 'list', '--object-id', number);
  const acts = records.filter((one) => one.actor.name === 'command-line').map((one) => one.action);
  assert.deepEqual(acts.reverse(), [
    'ticket.assign',
    'ticket.assign',
    'ticket.classify',
    'ticket.note',
    'ticket.reply',
    'ticket.resolve',
    'ticket.reopen',
    'ticket.resolve',
    'ticket.spam',
    'ticket.not-spam',
    'ticket.resolve',
  ]);
});

test('people read tables, and what does not fit in full below', async () => {
  const list = await typed('ticket', 'list', '--view', 'all');
  assert.match(list.out, /^number +state +priority +type +subject +customer +owner +channel /);
  assert.ok(list.out.includes(ticket.number));
  const show = await typed('ticket', 'show', ticket.number);
  assert.match(show.out, /\nid +kind +author +created_at +state +reason +event +text/);
  assert.match(show.out, /kind assigned, to 小林/);
  assert.match((await typed('role', 'list')).out, /agent +see_tickets all, .*assign own, resolve own/);
  assert.match((await typed('channel', 'list')).out, /^id +plugin +name +enabled +state +reason /);
});

test('a mistake is told in one line, and the exit code says so', async () => {
  const empty = path.join(desk.folder, 'empty.json');
  writeFileSync(empty, '{}');
  const mistakes = [
    [['ticket', 'show', 'P20000101999'], 'there is no such ticket'],
    [['ticket', 'show'], 'ticket is required'],
    [['ticket', 'frobnicate'], "'frobnicate' is unknown"],
    [['ticket', 'assign', ticket.number], '--to is required'],
    [['ticket', 'assign', ticket.number, '--to', 'nobody'], 'there is no user nobody'],
    [['ticket', 'classify', ticket.number, '--priority', 'P1'], '--reason is required'],
    [['ticket', 'classify', ticket.number, '--priority', 'P9', '--reason', 'x'], 'one of P1, P2, P3'],
    [['ticket', 'resolve', ticket.number], 'not possible while the ticket is resolved'],
    [['ticket', 'list', '--channel', 'nix'], "there is no channel 'nix'"],
    [['ticket', 'list', '--limit', 'x'], '--limit'],
    [['message', 'retry', '1'], 'there is no such message'],
    [['audit', 'list', '--since', 'yesterday'], 'since is no moment'],
    [['audit', 'list', '--actor', 'nobody'], 'there is no user nobody'],
    [['user', 'role', people.agent.name, 'king'], 'admin, agent and supervisor'],
    [['user', 'disable', 'nobody'], 'there is no user nobody'],
    [['channel', 'add', 'io.frontdesk.email', 'x', '--config', '/nowhere.json'], 'cannot be read'],
    [['channel', 'add', 'no.such.plugin', 'x', '--config', empty], 'no.such.plugin is not installed'],
    [['plugin', 'approve', 'no.such.plugin'], 'no.such.plugin is not installed'],
  ];
  for (const [words, text] of mistakes) {
    const { code, out, told } = await typed(...words);
    const where = `${words.join(' ')}: ${out}${told}`;
    assert.deepEqual([code, out], [1, ''], where);
    assert.ok(told.startsWith('frontdesk') && told.includes(text), where);
    assert.equal(told.trimEnd().split('\n').length, 1, where);
  }
});
