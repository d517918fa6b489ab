// The mock of the web admin answers every operation as the real daemon does (contract.test.mjs).
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { startMock } from '../../../web_admin/mock/server.mjs';
import { addTicket } from '../../../web_admin/mock/seed_tickets.mjs';
import { announce, setupToken } from '../../../web_admin/mock/store.mjs';
import { everyOperation } from './every_operation.mjs';

const house = {
  plugin: 'com.frontdesk.email',
  token: setupToken,
  config: {
    address: 'desk@example.com',
    sign_in: { method: 'password', user: 'desk', password: 'not-a-real-one' },
  },
};
let mock;

before(async () => {
  mock = await startMock({ root: path.resolve(import.meta.dirname, '../../../web_admin/dist'), fresh: true });
  house.origin = mock.url;
});
after(() => mock?.stop());

house.arrive = async ({ subject, text, html }) => {
  const sample = {
    subject,
    text,
    html,
    name: '*',
    priority: 'P3',
    type: 'consultation',
    plugin: 'email',
    due: 60,
    started: 0,
  };
  const ticket = addTicket(mock.store, sample, mock.store.tickets.length);
  announce(mock.store, 'ticket', { id: ticket.id, number: ticket.number, version: 1, kind: 'created' });
};

house.failMessage = async () => {
  const message = mock.store.messages.get(house.ticket).find((one) => one.kind === 'outbound');
  message.delivery = { state: 'failed', reason: 'recipient_refused', attempts: 1, next_attempt_at: null };
  return message.id;
};

everyOperation(house);

test('the mock sent nothing that is not described', () => assert.deepEqual(mock.store.mistakes, []));
