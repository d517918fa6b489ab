import { afterEach, expect, test, vi } from 'vitest';
import { addressOf, call, newKey, setCsrfToken, setUnauthorisedHandler } from '../../src/api/client';
import { Problem } from '../../src/api/problem';
import { fakeServer } from '../support/fake_server';
import { sampleMessage, sampleTicket } from '../support/samples';

const newcomer = {
  name: 'lin',
  display_name: '小林',
  roles: ['agent' as const],
  password: 'quiet river stone 42',
};

afterEach(() => vi.unstubAllGlobals());

test('writes carry the CSRF token and the version, reads do not', async () => {
  setCsrfToken('token-1');
  const asked = fakeServer((one) =>
    one.method === 'GET'
      ? { status: 200, body: { items: [], next: null, found: null } }
      : { status: 200, body: sampleTicket() },
  );
  await call('ticket.list');
  await call('ticket.claim', { ticket: '1' }, { version: 7 });
  expect(asked[0]?.headers).not.toHaveProperty('X-CSRF-Token');
  expect(asked[1]?.headers).toMatchObject({ 'X-CSRF-Token': 'token-1', 'If-Match': '"7"' });
});

test('a refusal becomes a problem with its key and fields', async () => {
  fakeServer(() => ({
    status: 400,
    body: { key: 'error.invalid', errors: [{ field: 'name', message: 'x', key: 'error.name' }] },
  }));
  const error = await call('user.add', newcomer).catch((problem: unknown) => problem);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ status: 400, key: 'error.invalid', fields: [{ field: 'name' }] });
});

test('no answer at all is a problem too', async () => {
  fakeServer(() => 'offline');
  await expect(call('status.show')).rejects.toMatchObject({ status: 0, key: 'error.offline' });
});

test('an ended session is announced once per refusal, but not for signing in', async () => {
  const heard = vi.fn();
  setUnauthorisedHandler(heard);
  fakeServer(() => ({ status: 401, body: {} }));
  await call('session.open', { name: 'a', password: 'b' }).catch(() => undefined);
  expect(heard).not.toHaveBeenCalled();
  await call('ticket.list').catch(() => undefined);
  expect(heard).toHaveBeenCalledTimes(1);
});

test('what is said goes into the path, the query or the body, as the description says', async () => {
  const asked = fakeServer((one) =>
    one.method === 'GET'
      ? { status: 200, body: { items: [], next: null } }
      : { status: 201, body: sampleMessage({ kind: 'note' }) },
  );
  await call('channel.ledger', { channel: '7', fate: 'ticket', after: null, limit: 50 });
  expect(asked[0]?.path).toBe('/api/v1/channels/7/ledger?fate=ticket&limit=50');
  await call('ticket.note', { ticket: '8', text: '退款' }, { key: 'note-key-1' });
  expect(asked[1]).toMatchObject({ method: 'POST', path: '/api/v1/tickets/8/notes', body: { text: '退款' } });
  expect(asked[1]?.headers).toMatchObject({ 'Idempotency-Key': 'note-key-1' });
});

test('queries leave out what is not set, and nothing breaks out of its place', () => {
  expect(addressOf('ticket.list', { q: '', after: null, type: undefined })).toBe('/api/v1/tickets');
  expect(addressOf('ticket.list', { q: '退 款' })).toBe(
    `/api/v1/tickets?q=${encodeURIComponent('退')}+${encodeURIComponent('款')}`,
  );
  expect(addressOf('plugin.approve', { plugin: '../a b' })).toBe('/api/v1/plugins/..%2Fa%20b/approval');
});

test('idempotency keys do not repeat', () => {
  const keys = Array.from({ length: 200 }, newKey);
  expect(new Set(keys).size).toBe(200);
});
