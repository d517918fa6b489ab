import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Channel, PluginInfo } from '../../src/api/types';
import { ChannelEditor } from '../../src/channels/ChannelEditor';
import { RemoveChannel } from '../../src/channels/RemoveChannel';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleChannel, sampleUser } from '../support/samples';

const admin = sampleUser({ roles: ['admin'] });

const plugin: PluginInfo = {
  id: 'email',
  version: '1',
  names: { en: 'E-mail' },
  descriptions: null,
  capabilities: [],
  receive: [],
  config_schema: {
    type: 'object',
    properties: { host: { type: 'string', title: 'Host' }, folder: { type: 'string', title: 'Folder' } },
  },
  path: '/plugins/email.so',
  library_sha256: 'aa',
  approval: { state: 'approved', library_sha256: 'aa', version: '1', approved_at: null },
  problem: '',
};

const opened = sampleChannel({ version: 4, config: { host: 'old.example.com', folder: 'INBOX' } });
const changed = sampleChannel({ version: 5, config: { host: 'new.example.com', folder: 'INBOX' } });

function Host({ later }: { later: Channel }) {
  const [channel, setChannel] = useState(opened);
  return (
    <>
      <button onClick={() => setChannel(later)}>page reads again</button>
      <ChannelEditor plugin={plugin} channel={channel} onSaved={() => undefined} />
    </>
  );
}

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test('a change of somebody else is shown, not overwritten', async () => {
  const user = userEvent.setup();
  const asked = fakeServer((one) => {
    if (one.method === 'GET') return { status: 200, body: changed };
    const seen = one.headers['If-Match'] === '"5"';
    return seen
      ? { status: 200, body: { ...changed, version: 6 } }
      : { status: 412, body: { key: 'error.version', current_version: 5 } };
  });
  renderPart(<Host later={changed} />, admin);
  await user.type(screen.getByLabelText(/Folder/), '.Sub');
  await user.click(screen.getByText('page reads again'));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Host: old.example.com → new.example.com')).toBeTruthy();
  expect(asked.find((one) => one.method === 'PATCH')?.headers['If-Match']).toBe('"4"');
  expect(screen.getByLabelText(/Folder/)).toHaveProperty('value', 'INBOX.Sub');
  await waitFor(() => expect(screen.getByLabelText(/Host/)).toHaveProperty('value', 'new.example.com'));
  await user.click(screen.getByRole('button', { name: 'Use the stored settings instead' }));
  expect(screen.getByLabelText(/Folder/)).toHaveProperty('value', 'INBOX');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('Saved');
});

test('pausing the channel meanwhile does not stop the save', async () => {
  const user = userEvent.setup();
  const paused = { ...opened, enabled: false, version: 5 };
  const asked = fakeServer((one) => ({
    status: 200,
    body: { ...paused, ...(one.body as object), version: 6 },
  }));
  renderPart(<Host later={paused} />, admin);
  await user.click(screen.getByText('page reads again'));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('Saved');
  expect(asked.find((one) => one.method === 'PATCH')?.headers['If-Match']).toBe('"5"');
});

test('a channel is removed only when its name was typed, with the version that was seen', async () => {
  const user = userEvent.setup();
  const asked = fakeServer(() => ({ status: 204 }));
  renderPart(<RemoveChannel channel={opened} />, admin);
  await user.click(screen.getByRole('button', { name: 'Remove…' }));
  const sure = await screen.findByRole('button', { name: 'Remove the channel' });
  expect(sure).toHaveProperty('disabled', true);
  await user.type(screen.getByLabelText(/Type the name/), opened.name);
  await user.click(sure);
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({
    method: 'DELETE',
    path: '/api/v1/channels/1',
    headers: { 'If-Match': '"4"' },
  });
});

function Pages({ channel }: { channel?: Channel }) {
  const [here, setHere] = useState(true);
  return (
    <>
      <button onClick={() => setHere(!here)}>{here ? 'leave' : 'come back'}</button>
      {here && <ChannelEditor plugin={plugin} channel={channel} onSaved={() => undefined} />}
    </>
  );
}

const leavingIsAsked = () => {
  const event = new Event('beforeunload', { cancelable: true });
  window.dispatchEvent(event);
  return event.defaultPrevented;
};

test('unsaved settings wait while other pages are open, until they are saved', async () => {
  const user = userEvent.setup();
  const asked = fakeServer((one) => ({
    status: 200,
    body: { ...opened, ...(one.body as object), version: 5 },
  }));
  renderPart(<Pages channel={opened} />, admin);
  expect(leavingIsAsked()).toBe(false);
  await user.type(screen.getByLabelText(/Folder/), '.Sub');
  expect(leavingIsAsked()).toBe(true);
  await user.click(screen.getByText('leave'));
  await user.click(screen.getByText('come back'));
  expect(screen.getByLabelText(/Folder/)).toHaveProperty('value', 'INBOX.Sub');
  expect(screen.getByText(/These changes are not saved yet/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('Saved');
  expect(asked.find((one) => one.method === 'PATCH')?.headers['If-Match']).toBe('"4"');
  expect(leavingIsAsked()).toBe(false);
  await user.click(screen.getByText('leave'));
  await user.click(screen.getByText('come back'));
  expect(screen.queryByText(/These changes are not saved yet/)).toBeNull();
});

test.each([
  { channel: opened, act: 'Use the stored settings instead', folder: 'INBOX' },
  { channel: undefined, act: 'Begin anew', folder: '' },
])('$act gives the unsaved settings up', async ({ channel, act, folder }) => {
  const user = userEvent.setup();
  renderPart(<Pages channel={channel} />, admin);
  await user.type(screen.getByLabelText(/Folder/), '.Sub');
  await user.click(screen.getByText('leave'));
  await user.click(screen.getByText('come back'));
  await user.click(screen.getByRole('button', { name: act }));
  expect(screen.getByLabelText(/Folder/)).toHaveProperty('value', folder);
  expect(screen.queryByText(/These changes are not saved yet/)).toBeNull();
  expect(leavingIsAsked()).toBe(false);
});

test('a password that was saved leaves the form', async () => {
  const user = userEvent.setup();
  const password = { type: 'string', title: 'Password', writeOnly: true, 'x-fd-secret': true };
  const guarded = { ...plugin, config_schema: { type: 'object', properties: { password } } };
  const stored = sampleChannel({ version: 5, config: { password: { set: true } } });
  const asked = fakeServer(() => ({ status: 200, body: stored }));
  const channel = sampleChannel({ version: 4, config: {} });
  renderPart(<ChannelEditor plugin={guarded} channel={channel} onSaved={() => undefined} />, admin);
  await user.type(screen.getByLabelText(/^Password/), 'geheim');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText(/It is never shown again/);
  expect(asked.find((one) => one.method === 'PATCH')?.body).toMatchObject({ config: { password: 'geheim' } });
  expect(document.querySelector('input[type=password]')).toBeNull();
});

test('the word of success goes when the name is changed, and so does the mistake in it', async () => {
  const user = userEvent.setup();
  fakeServer(() => ({ status: 200, body: { ...opened, version: 5 } }));
  renderPart(<ChannelEditor plugin={plugin} channel={opened} onSaved={() => undefined} />, admin);
  const name = screen.getByLabelText('Name of the channel');
  await user.clear(name);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  expect(screen.getByText('Please fill in this field')).toBeTruthy();
  await user.type(screen.getByLabelText(/Folder/), 'x');
  expect(screen.getByText('Please fill in this field')).toBeTruthy();
  await user.type(name, opened.name);
  expect(screen.queryByText('Please fill in this field')).toBeNull();
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await screen.findByText('Saved');
  await user.type(name, '!');
  expect(screen.queryByText('Saved')).toBeNull();
});

test('an ended session is told by the dialog that asks to sign in again, not by the form', async () => {
  const user = userEvent.setup();
  const asked = fakeServer(() => ({
    status: 401,
    body: { key: 'error.session_expired' },
  }));
  renderPart(<ChannelEditor plugin={plugin} channel={opened} onSaved={() => undefined} />, admin);
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(asked.length).toBeGreaterThan(0));
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Save' })).not.toHaveProperty('disabled', true),
  );
  expect(screen.queryByRole('alert')).toBeNull();
});

const secretPlugin: PluginInfo = {
  ...plugin,
  config_schema: {
    type: 'object',
    required: ['password'],
    properties: {
      host: { type: 'string', title: 'Host' },
      folder: { type: 'string', title: 'Folder', 'x-fd-free': true },
      password: { type: 'string', title: 'Password', 'x-fd-secret': true },
    },
  },
};
const withSecret = sampleChannel({
  version: 4,
  config: { host: 'old.example.com', folder: 'INBOX', password: { set: true } },
});

test('another server asks for the stored password again, and the old server brings it back', async () => {
  const user = userEvent.setup();
  const asked = fakeServer((one) => ({
    status: 200,
    body: one.path.endsWith('/check') ? { ok: true, steps: [] } : { ...withSecret, version: 5 },
  }));
  renderPart(<ChannelEditor plugin={secretPlugin} channel={withSecret} onSaved={() => undefined} />, admin);
  await user.type(screen.getByLabelText(/Folder/), '.Sub');
  expect(screen.queryByLabelText('Password')).toBeNull();
  await user.type(screen.getByLabelText(/Host/), '.cn');
  expect(screen.getByText(/Enter it again/)).toBeTruthy();
  await user.click(screen.getByRole('button', { name: 'Test connection' }));
  expect(asked).toHaveLength(0);
  await user.type(screen.getByLabelText('Password'), 'an0ther');
  await user.click(screen.getByRole('button', { name: 'Test connection' }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.body).toMatchObject({ config: { host: 'old.example.com.cn', password: 'an0ther' } });
  await user.clear(screen.getByLabelText('Password'));
  await user.clear(screen.getByLabelText(/Host/));
  await user.type(screen.getByLabelText(/Host/), 'old.example.com');
  await user.click(screen.getByRole('button', { name: 'Keep the stored one' }));
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(asked[1]?.body).toMatchObject({ config: { password: { set: true } } });
});
