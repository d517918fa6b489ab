import { afterEach, expect, test, vi } from 'vitest';
import {
  call,
  newIdempotencyKey,
  setCsrfToken,
  setUnauthorisedHandler,
  withQuery,
} from '../../src/api/client';
import { Problem } from '../../src/api/problem';
import { fakeServer } from '../support/fake_server';

afterEach(() => vi.unstubAllGlobals());

test('writes carry the CSRF token and the version, reads do not', async () => {
  setCsrfToken('token-1');
  const asked = fakeServer(() => ({ status: 200, body: {} }));
  await call('GET', '/tickets');
  await call('POST', '/tickets/1/claim', { version: 7, body: {} });
  expect(asked[0]?.headers).not.toHaveProperty('X-CSRF-Token');
  expect(asked[1]?.headers).toMatchObject({ 'X-CSRF-Token': 'token-1', 'If-Match': '"7"' });
});

test('a refusal becomes a problem with its key and fields', async () => {
  fakeServer(() => ({
    status: 422,
    body: { code: 'invalid', key: 'error.invalid', errors: [{ field: 'name', message: 'x' }] },
  }));
  const error = await call('POST', '/users').catch((problem: unknown) => problem);
  expect(error).toBeInstanceOf(Problem);
  expect(error).toMatchObject({ status: 422, key: 'error.invalid', fields: [{ field: 'name' }] });
});

test('no answer at all is a problem too', async () => {
  fakeServer(() => 'offline');
  await expect(call('GET', '/status')).rejects.toMatchObject({ status: 0, key: 'error.offline' });
});

test('an ended session is announced once per refusal, but not for signing in', async () => {
  const heard = vi.fn();
  setUnauthorisedHandler(heard);
  fakeServer(() => ({ status: 401, body: {} }));
  await call('POST', '/session').catch(() => undefined);
  expect(heard).not.toHaveBeenCalled();
  await call('GET', '/tickets').catch(() => undefined);
  expect(heard).toHaveBeenCalledTimes(1);
});

test('queries leave out what is not set', () => {
  expect(withQuery('/x', { a: undefined, b: '', c: null })).toBe('/x');
  expect(withQuery('/x', { q: '退 款' })).toBe(
    `/x?q=${encodeURIComponent('退')}+${encodeURIComponent('款')}`,
  );
});

test('idempotency keys do not repeat', () => {
  const keys = Array.from({ length: 200 }, newIdempotencyKey);
  expect(new Set(keys).size).toBe(200);
});
