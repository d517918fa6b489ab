import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import HealthPage from '../../src/health/HealthPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';

beforeEach(() => loadWords('zh-CN'));
afterEach(() => vi.unstubAllGlobals());

test.each([
  [420, '7 分'],
  [3 * 3600, '3 小时 0 分'],
  [2 * 86_400 + 3600, '2 天 1 小时 0 分'],
])('%d seconds of service are told without leading zeros', async (seconds, words) => {
  const body = {
    version: '0.1.0',
    schema: 7,
    uptime_s: seconds,
    channels: {},
    journal_pending: 0,
    outbox_pending: 0,
    oldest_pending_at: null,
  };
  fakeServer(() => ({ status: 200, body }));
  renderPart(<HealthPage />);
  expect(await screen.findByText(words)).toBeTruthy();
});
