import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import SetupPage from '../../src/setup/SetupPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleChannel, sampleSession, sampleUser } from '../support/samples';

beforeEach(() => loadWords('en'));
afterEach(() => {
  vi.unstubAllGlobals();
  window.location.hash = '';
});

const write = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });
const submit = () => fireEvent.submit(screen.getByRole('form'));

const isCheck = (one: { path: string }) => one.path.endsWith('/setup/check');
const nothingWrong = { status: 200, body: { faults: [] } };

function fill() {
  write('User name', 'owner');
  write('Display name', 'Olivia Owner');
  write('Password', 'quiet river under seven bridges');
  write('Company name', 'Example Trading');
  submit();
}

test('a refused token of a link can be corrected, by hand or by another link', async () => {
  window.location.hash = '#token=old';
  const asked = fakeServer((one) =>
    isCheck(one) ? nothingWrong : { status: 403, body: { code: 'forbidden', key: 'error.setup_token' } },
  );
  const sent = () => asked.filter((one) => !isCheck(one));
  renderPart(<SetupPage />);
  expect(screen.queryByLabelText('Set-up token')).toBeNull();
  fill();
  const field = await screen.findByLabelText('Set-up token');
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(field).toHaveProperty('value', 'old');
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(screen.getAllByText('The set-up token is not valid or has expired.')).toHaveLength(1);
  window.location.hash = '#token=new';
  fireEvent(window, new Event('hashchange'));
  await screen.findByText('The set-up token was taken from the link.');
  submit();
  await waitFor(() => expect(sent()).toHaveLength(2));
  expect(sent()[1]?.body).toMatchObject({ token: 'new' });
});

test.each([
  { channels: [], page: '/channels/new' },
  { channels: [sampleChannel()], page: '/' },
])('with $channels.length channels set-up leads to $page', async ({ channels, page }) => {
  window.location.hash = '#token=good';
  const admin = sampleUser({ roles: ['admin'] });
  fakeServer((one) =>
    isCheck(one)
      ? nothingWrong
      : one.path.endsWith('/channels')
        ? { status: 200, body: { items: channels, next: null } }
        : { status: 201, body: sampleSession(admin) },
  );
  window.history.replaceState(null, '', '/setup');
  renderPart(<SetupPage />);
  fill();
  await waitFor(() => expect(window.location.pathname).toBe(page));
});

test('what the server finds wrong is told with what is missing, and nothing is sent', async () => {
  const faults = [
    { field: 'name', message: '', key: 'error.user_name' },
    { field: 'company', message: '', key: 'error.company' },
    { field: 'password', message: '', key: 'error.password_common' },
  ];
  window.location.hash = '#token=good';
  const asked = fakeServer(() => ({ status: 200, body: { faults } }));
  renderPart(<SetupPage />);
  write('User name', '店主');
  write('Password', 'password1234');
  fireEvent.blur(screen.getByLabelText('Password'));
  await screen.findByText('This password is too common.');
  submit();
  await waitFor(() => expect(screen.getAllByText('Please fill in this field')).toHaveLength(2));
  expect(asked.every(isCheck)).toBe(true);
});
