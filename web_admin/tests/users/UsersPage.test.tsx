import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { User } from '../../src/api/types';
import UsersPage from '../../src/users/UsersPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleUser } from '../support/samples';

const person = sampleUser({ id: '12', display_name: '王强' });

function serve(disabled: boolean, open_tickets = 0) {
  return fakeServer((one) =>
    one.path.endsWith('/roles')
      ? { status: 200, body: { items: [], next: null } }
      : one.method === 'GET'
        ? {
            status: 200,
            body: { items: [{ ...person, disabled, open_tickets, last_sign_in: null }], next: null },
          }
        : { status: 200, body: { ...person, disabled: (one.body as User).disabled ?? disabled } },
  );
}

async function choose(act: string) {
  const user = userEvent.setup();
  await user.click(await screen.findByRole('button', { name: 'Actions for 王强' }));
  await user.click(await screen.findByRole('menuitem', { name: act }));
  return user;
}

const said = () => screen.getAllByRole('status', { hidden: true }).map((one) => one.textContent);

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test.each([
  { disabled: false, act: 'Disable', words: '王强 is disabled and can no longer sign in.' },
  { disabled: true, act: 'Enable', words: '王强 is enabled and can sign in again.' },
])('$act is told when it was done', async ({ disabled, act, words }) => {
  serve(disabled);
  renderPart(<UsersPage />, sampleUser({ roles: ['admin'] }));
  await choose(act);
  await waitFor(() => expect(said()).toContain(words));
});

test('whoever owns open tickets is disabled only after their number was told', async () => {
  const asked = serve(false, 3);
  renderPart(<UsersPage />, sampleUser({ roles: ['admin'] }));
  const user = await choose('Disable');
  expect(await screen.findByText('王强 owns 3 open tickets. They go back to the queue.')).toBeTruthy();
  expect(asked.some((one) => one.method === 'PATCH')).toBe(false);
  await user.click(screen.getByRole('button', { name: 'Disable' }));
  await waitFor(() => expect(said()).toContain('王强 is disabled and can no longer sign in.'));
  expect(asked.filter((one) => one.method === 'PATCH').map((one) => one.body)).toEqual([{ disabled: true }]);
});

test('a new password is told when it was set, and not when it was given up', async () => {
  serve(false);
  renderPart(<UsersPage />, sampleUser({ roles: ['admin'] }));
  let user = await choose('New password');
  await user.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(said().join('')).not.toContain('王强');
  user = await choose('New password');
  await user.type(await screen.findByLabelText('Password'), 'quiet river under seven bridges');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(said()).toContain('王强 has a new password.'));
});

test('whoever never signed in is said to have never signed in', async () => {
  serve(false);
  renderPart(<UsersPage />, sampleUser({ roles: ['admin'] }));
  expect(await screen.findByText('Never')).toBeTruthy();
});
