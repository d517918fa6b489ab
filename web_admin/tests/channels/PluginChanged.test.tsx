import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Channel, PluginInfo } from '../../src/api/types';
import { ReasonOrApproval } from '../../src/channels/PluginChanged';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleUser } from '../support/samples';

const admin = sampleUser({ roles: ['admin'] });

const channel: Channel = {
  id: '7',
  plugin: 'io.frontdesk.email',
  name: '客服邮箱',
  enabled: true,
  state: 'stopped',
  reason: { code: 'plugin_changed', text: '' },
  last_success_at: null,
  next_poll_at: null,
  activated_at: '2026-03-15T06:00:00Z',
  config: {},
  version: 1,
  counters: { received: 0, pending: 0, failed: 0, outbox: 0, unread: 0 },
  same_account: [],
};

function plugin(state: PluginInfo['approval']['state']): PluginInfo {
  return {
    id: 'io.frontdesk.email',
    version: '1.1.0',
    names: null,
    descriptions: null,
    capabilities: [],
    receive: [],
    config_schema: null,
    path: '/plugins/email/email.so',
    library_sha256: 'b'.repeat(64),
    approval: {
      state,
      library_sha256: 'a'.repeat(64),
      version: '1.0.0',
      approved_at: '2026-03-15T06:00:00Z',
    },
    problem: '',
  };
}

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test('says before the approval that a plugin may connect anywhere', async () => {
  fakeServer(() => ({ status: 200, body: { items: [plugin('changed')], next: null } }));
  renderPart(<ReasonOrApproval channel={channel} />, admin);
  expect(await screen.findByText(/may connect to any server/)).toBeTruthy();
});

test('approves exactly the files that were shown', async () => {
  const user = userEvent.setup();
  const asked = fakeServer(({ method }) =>
    method === 'GET'
      ? { status: 200, body: { items: [plugin('changed')], next: null } }
      : { status: 200, body: plugin('approved') },
  );
  renderPart(<ReasonOrApproval channel={channel} />, admin);
  await user.click(await screen.findByRole('button', { name: 'Approve this version' }));
  await waitFor(() => expect(asked.some((one) => one.method === 'POST')).toBe(true));
  const approval = asked.find((one) => one.method === 'POST');
  expect(approval?.path).toMatch(/\/plugins\/io\.frontdesk\.email\/approval$/);
  expect(approval?.body).toEqual({ library_sha256: 'b'.repeat(64) });
});

test('says nothing while the plugin is the approved one', async () => {
  const asked = fakeServer(() => ({ status: 200, body: { items: [plugin('approved')], next: null } }));
  renderPart(<ReasonOrApproval channel={{ ...channel, state: 'ok', reason: null }} />, admin);
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(screen.queryByRole('button')).toBeNull();
});

test('the same trouble is told once: with its approval to an administrator, as a reason to others', async () => {
  fakeServer(() => ({ status: 200, body: { items: [plugin('changed')], next: null } }));
  const reason = /have changed since they were approved/;
  const { rerender, unmount } = renderPart(<ReasonOrApproval channel={channel} />, admin);
  await screen.findByText('The plugin has changed since it was approved');
  expect(screen.queryByText(reason)).toBeNull();
  const other = { code: 'auth_failed', text: '' };
  rerender(<ReasonOrApproval channel={{ ...channel, reason: other }} />);
  expect(screen.getByText(/User or password was refused/)).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Approve this version' })).toBeTruthy();
  unmount();
  renderPart(<ReasonOrApproval channel={channel} />);
  expect(screen.getByText(reason)).toBeTruthy();
  expect(screen.queryByRole('button')).toBeNull();
});
