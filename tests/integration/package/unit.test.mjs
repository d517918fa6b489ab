// The daemon works under what the unit allows: a mail comes in through a confined plugin host and is answered.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { program } from '../desk/daemon.mjs';
import { Desk } from '../desk/desk.mjs';
import { compose, readMaildir } from '../desk/mail.mjs';
import { customer } from '../desk/mail_servers.mjs';
import { until } from '../desk/waiting.mjs';
import { source, tried } from './staging.mjs';

/// The calls that SystemCallFilter= of the unit leaves, sets resolved as systemd knows them.
function allowedCalls() {
  const unit = readFileSync(path.join(source, 'packaging/systemd/frontdesk.service'), 'utf8');
  const resolve = (word) => {
    if (!word.startsWith('@')) return [word];
    const { out } = tried('systemd-analyze', '--no-pager', 'syscall-filter', word);
    const members = [...out.matchAll(/^ {4}([@a-z0-9_-]+)$/gm)].map(([, name]) => name);
    assert.ok(members.length > 0, word);
    return members.flatMap(resolve);
  };
  const calls = new Set();
  for (const [, taken, words] of unit.matchAll(/^SystemCallFilter=(~?)(.*)$/gm)) {
    for (const call of words.split(' ').flatMap(resolve)) taken ? calls.delete(call) : calls.add(call);
  }
  return [...calls].sort();
}

let desk;
before(async () => {
  desk = await Desk.open({
    wrapper: (folder) => {
      const list = path.join(folder, 'calls');
      writeFileSync(list, `${allowedCalls().join('\n')}\n`);
      return [program('as_the_unit'), list];
    },
  });
});
after(() => desk?.close());

test('a mail becomes a ticket and is answered, and no host was refused a call it needs', async () => {
  await desk.settle();
  await desk.deliver(
    compose({ from: customer.address, name: '王小明', subject: '包裹 unit-mark', text: '在哪里？' }),
  );
  const ticket = await until('a ticket', async () =>
    (await desk.tickets()).find((row) => row.subject.includes('unit-mark')),
  );
  const { version } = await desk.agent.get(`/tickets/${ticket.id}`);
  const key = { 'Idempotency-Key': randomUUID() };
  await desk.agent.write(
    'POST',
    `/tickets/${ticket.id}/replies`,
    version,
    { text: '已在路上 unit-answer' },
    key,
  );
  const mailbox = () => readMaildir(desk.mail.maildir(customer.address));
  await until('the answer', () => mailbox().find((mail) => mail.text.includes('unit-answer')));
  const log = desk.daemon.child.logText();
  assert.doesNotMatch(log, /giving up capabilities|setrlimit|cannot be watched|without Landlock/);
});
