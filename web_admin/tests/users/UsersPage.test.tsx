import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { User } from '../../src/api/types';
import UsersPage from '../../src/users/UsersPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleUser } from '../support/samples';

const person = sampleUser({ id: '12', display_name: '王强' });

function serve(disabled: boolean) {
  return fakeServer((one) =>
    one.method === 'GET'
      ? { status: 200, body: { items: [{ ...person, disabled }], next: null } }
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
