import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import SetupPage from '../../src/setup/SetupPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';

beforeEach(() => loadWords('en'));
afterEach(() => {
  vi.unstubAllGlobals();
  window.location.hash = '';
});

async function fill(user: ReturnType<typeof userEvent.setup>) {
  await user.type(screen.getByLabelText('User name'), 'owner');
  await user.type(screen.getByLabelText('Display name'), 'Olivia Owner');
  await user.type(screen.getByLabelText('Password'), 'quiet river under seven bridges');
  await user.type(screen.getByLabelText('Company name'), 'Example Trading');
  await user.click(screen.getByRole('button', { name: 'Set up and continue' }));
}

test('a refused token of a link can be corrected, by hand or by another link', async () => {
  const user = userEvent.setup();
  window.location.hash = '#token=old';
  const asked = fakeServer(() => ({ status: 403, body: { code: 'forbidden', key: 'error.setup_token' } }));
  renderPart(<SetupPage />);
  expect(screen.queryByLabelText('Set-up token')).toBeNull();
  await fill(user);
  const field = await screen.findByLabelText('Set-up token');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(field).toHaveProperty('value', 'old');
  window.location.hash = '#token=new';
  fireEvent(window, new Event('hashchange'));
  await screen.findByText('The set-up token was taken from the link.');
  await user.click(screen.getByRole('button', { name: 'Set up and continue' }));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.body).toMatchObject({ token: 'new' });
});
