import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { UserForm } from '../../src/users/UserForm';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleUser } from '../support/samples';

const versioned = (version: number, changes: Parameters<typeof sampleUser>[0]) => ({
  ...sampleUser(changes),
  version,
});
const seen = versioned(3, { id: '12', display_name: '王强', roles: ['agent'] });
const now = versioned(4, { id: '12', display_name: '王强', roles: ['agent', 'supervisor'] });

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test('a change of somebody else is shown before it is replaced', async () => {
  const user = userEvent.setup();
  const done = vi.fn();
  const asked = fakeServer((one) => {
    if (one.method === 'GET') return { status: 200, body: { items: [now] } };
    return one.headers['If-Match'] === '"4"'
      ? { status: 200, body: now }
      : { status: 412, body: { code: 'conflict', key: 'error.version', current_version: 4 } };
  });
  renderPart(<UserForm task={{ kind: 'edit', user: seen }} onDone={done} />);
  const name = screen.getByLabelText('Display name');
  await user.clear(name);
  await user.type(name, '王强强');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Roles: Agent · Supervisor')).toBeTruthy();
  expect(name).toHaveProperty('value', '王强强');
  expect(done).not.toHaveBeenCalled();
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await vi.waitFor(() => expect(done).toHaveBeenCalled());
  const sent = asked.filter((one) => one.method === 'PATCH');
  expect(sent.map((one) => one.headers['If-Match'])).toEqual(['"3"', '"4"']);
  expect(sent[1]?.body).toMatchObject({ display_name: '王强强', roles: ['agent', 'supervisor'] });
});
