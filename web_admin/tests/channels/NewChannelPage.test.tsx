import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { PluginInfo } from '../../src/api/types';
import NewChannelPage from '../../src/channels/NewChannelPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleUser } from '../support/samples';

const admin = sampleUser({ roles: ['admin'] });

function plugin(state: PluginInfo['approval']['state']): PluginInfo {
  return {
    id: 'example.paper',
    version: '1.0.0',
    names: { en: 'Paper', 'zh-CN': '信件' },
    descriptions: null,
    capabilities: [],
    receive: [],
    config_schema: { type: 'object', properties: {} },
    path: '/plugins/paper/paper.so',
    library_sha256: 'b'.repeat(64),
    approval: { state, library_sha256: '', version: '', approved_at: null },
    problem: '',
  };
}

beforeEach(async () => {
  await loadWords('en');
  window.history.replaceState(null, '', '/channels/new?plugin=example.paper');
});
afterEach(() => {
  vi.unstubAllGlobals();
  window.history.replaceState(null, '', '/');
});

test('the first channel of a plugin says that saving approves it, and that it may connect anywhere', async () => {
  fakeServer(() => ({ status: 200, body: { items: [plugin('new')], next: null } }));
  renderPart(<NewChannelPage />, admin);
  expect(await screen.findByText('Saving approves this plugin')).toBeTruthy();
  expect(screen.getByText(/may connect to any server/)).toBeTruthy();
});

test('a plugin that is approved is not announced again', async () => {
  fakeServer(() => ({ status: 200, body: { items: [plugin('approved')], next: null } }));
  renderPart(<NewChannelPage />, admin);
  expect(await screen.findByRole('textbox', { name: /name/i })).toBeTruthy();
  expect(screen.queryByText('Saving approves this plugin')).toBeNull();
});
