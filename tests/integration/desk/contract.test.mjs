// The real daemon answers every operation of its description, and as described.
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { after, before } from 'node:test';
import { Desk } from './desk.mjs';
import { everyOperation } from './every_operation.mjs';
import { compose } from './mail.mjs';
import { customer } from './mail_servers.mjs';
import { Session } from './rest.mjs';
import { until } from './waiting.mjs';

const house = { plugin: 'io.frontdesk.email' };
let desk;

before(async () => {
  desk = await Desk.open();
  house.origin = desk.daemon.origin;
  house.token = await desk.daemon.setupToken();
  house.config = desk.mailboxConfiguration();
});
after(() => desk?.close());

house.arrive = async (mail) => {
  desk.customers ??= await desk.mail.submission();
  await desk.deliver(
    compose({ from: customer.address, name: '王小明', ...mail }),
    mail.from ?? customer.address,
  );
};

house.metricsToken = () => readFileSync(path.join(desk.daemon.data, 'metrics.token'), 'utf8').trim();

house.loseAnchor = async () => {
  await desk.daemon.stop();
  rmSync(path.join(desk.daemon.data, 'audit.anchor'));
  await desk.daemon.start();
};

/// A reply to an address that the mail server refuses.
house.failMessage = async () => {
  const agent = new Session(house.origin);
  await agent.signIn({ name: 'lin', password: 'quiet river stone 42' });
  await house.arrive({ from: 'nobody@bad.test', subject: 'refused-mark', text: '请回信' });
  const found = () => agent.get('/tickets?view=all&q=refused-mark');
  const { id, version } = await until('the mail is a ticket', async () => (await found()).items[0]);
  const sent = await agent.write(
    'POST',
    `/tickets/${id}/replies`,
    version,
    { text: '回信' },
    { 'Idempotency-Key': `refused-${id}` },
  );
  const message = sent.body.id;
  const state = async () =>
    (await agent.all(`/tickets/${id}/messages`)).find((one) => one.id === message).delivery.state;
  await until('it has failed', async () => (await state()) === 'failed');
  agent.close();
  return message;
};

everyOperation(house);
