// A mail that ends the reading process again and again counts as unreadable, and the mailbox goes on. Asked for again, it
// is tried anew: what can be read then joins the ticket that stands for it.
import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Desk } from './desk.mjs';
import { compose } from './mail.mjs';
import { customer, shop } from './mail_servers.mjs';
import { until } from './waiting.mjs';

/// Between channel and Dovecot: ends the reading process when it asks for the body of a mail, so many times as told.
class DeadlyMail {
  deaths = 0;
  left = 0;

  static async before(port, processes) {
    const proxy = new DeadlyMail();
    proxy.server = net.createServer((client) => {
      const upstream = net.connect(port, '127.0.0.1');
      client.on('data', (bytes) => {
        if (proxy.left > 0 && bytes.includes('BODY.PEEK[]')) {
          proxy.left -= 1;
          proxy.deaths += 1;
          for (const pid of processes()) process.kill(pid, 'SIGTRAP');
          return;
        }
        upstream.write(bytes);
      });
      upstream.on('data', (bytes) => client.write(bytes));
      for (const [one, other] of [
        [client, upstream],
        [upstream, client],
      ]) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
    await new Promise((done) => proxy.server.listen(0, '127.0.0.1', done));
    proxy.port = proxy.server.address().port;
    return proxy;
  }
}

let desk;
let deadly;
before(async () => {
  desk = await Desk.open();
  deadly = await DeadlyMail.before(desk.mail.imap, () => desk.daemon.hosts());
  const addMailbox = desk.addMailbox.bind(desk);
  desk.addMailbox = () =>
    addMailbox({ incoming: { port: deadly.port, security: 'none' }, import: { poll_seconds: 10 } });
  await desk.settle();
});
after(async () => {
  await desk?.close();
  deadly?.server.close();
});

const onlyRow = async () => {
  const ledger = await desk.ledger();
  assert.equal(ledger.length, 1);
  return ledger[0];
};
const readAgain = (body = {}) => desk.admin.post(`/channels/${desk.channel.id}/read-again`, body);
let number;

// N-03
test('a mail that ends the process twice becomes a ticket that says it could not be read', async () => {
  deadly.left = 2;
  await desk.deliver(
    compose({ from: customer.address, name: '王小明', subject: '退款', text: '请尽快退款。' }),
  );
  const [ticket] = await until('a ticket for it', async () => {
    const tickets = await desk.tickets();
    return tickets.length > 0 && tickets;
  });
  assert.equal(deadly.deaths, 2);
  assert.equal((await desk.agent.get(`/tickets/${ticket.id}`)).unreadable, true);
  number = ticket.number;
  const row = await onlyRow();
  assert.equal(row.can_be_read_again, true);
  assert.equal((await desk.admin.get(`/channels/${desk.channel.id}`)).counters.unread, 1);
});

// N-03, P-01
test('one that ends the process once more stays so, the ledger says when, and other mail comes in', async () => {
  deadly.left = 1;
  const { id } = await onlyRow();
  const asked = await readAgain({ item: id });
  assert.deepEqual(asked, { asked: 1, worked: 0, left: 0 });
  const row = await until('the answer', async () => {
    const now = await onlyRow();
    return now.tried_again_at && now;
  });
  assert.equal(deadly.deaths, 3);
  assert.equal(row.asked_again_at, null);
  assert.equal(row.can_be_read_again, true);
  await desk.channelIs('ok');
  assert.equal((await desk.tickets()).length, 1);
});

// N-03, P-05
test('read again, it joins its ticket under its number, once, and its sender can be answered', async () => {
  await readAgain();
  const [{ id }] = await desk.tickets();
  const ticket = await until('the mail is read', async () => {
    const now = await desk.agent.get(`/tickets/${id}`);
    return !now.unreadable && now;
  });
  assert.equal(ticket.number, number);
  assert.equal(ticket.subject, '退款');
  assert.equal((await desk.tickets()).length, 1);
  const words = (await desk.messages(ticket.id)).filter((one) => one.text?.includes('请尽快退款'));
  assert.equal(words.length, 1);
  const stub = (await desk.ledger()).find((row) => row.ticket?.number === number && row.tried_again_at);
  assert.equal(stub.can_be_read_again, false);
  assert.equal((await desk.admin.get(`/channels/${desk.channel.id}`)).counters.unread, 0);
  const trail = await desk.supervisor.all('/audit?action=channel.read_again');
  assert.equal(trail.length, 2);
  await desk.deliver(compose({ from: customer.address, name: '王小明', subject: '还有', text: '第二封。' }));
  await until('the mailbox goes on', async () => (await desk.tickets()).length === 2);
  assert.equal(deadly.deaths, 3);
});

// P-04: a colleague answers from a mail program; the copy lies in the mailbox's own folder.
test('what a colleague sends from a mail program joins the ticket as ours', async () => {
  const asked = compose({ from: customer.address, subject: '运费', text: '运费多少？' });
  await desk.deliver(asked);
  const third = await until('the question', async () =>
    (await desk.tickets()).find((one) => one.subject === '运费'),
  );
  const answer = compose({
    from: shop.address,
    name: '小李',
    to: customer.address,
    subject: 'Re: 运费',
    text: '包邮的。',
    headers: { 'In-Reply-To': asked.id, References: asked.id },
  });
  desk.mail.putSent(answer.raw, 'by-hand');
  const ours = await until('the answer', async () =>
    (await desk.messages(third.id)).find((one) => one.kind === 'outbound'),
  );
  assert.match(ours.text, /包邮的/);
  const stranger = compose({
    from: shop.address,
    to: 'nobody@customers.test',
    subject: '采购',
    text: '询价。',
  });
  desk.mail.putSent(stranger.raw, 'to-a-stranger');
  const row = await until('the ledger', async () =>
    (await desk.ledger()).find((one) => one.fate === 'nothing_to_do'),
  );
  assert.match(row.reason, /\[no_conversation\]$/);
  assert.equal((await desk.admin.get(`/channels/${desk.channel.id}`)).counters.failed, 0);
});
