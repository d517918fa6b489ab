import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import HealthPage from '../../src/health/HealthPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';

beforeEach(() => loadWords('zh-CN'));
afterEach(() => vi.unstubAllGlobals());

test.each([
  [420, '7 分钟'],
  [3 * 3600, '3 小时 0 分钟'],
  [2 * 86_400 + 3600, '2 天 1 小时 0 分钟'],
])('%d seconds of service are told without leading zeros', async (seconds, words) => {
  const body = {
    version: '0.1.0',
    schema: 7,
    uptime_s: seconds,
    channels: {},
    journal_pending: 0,
    outbox_pending: 0,
    oldest_pending_at: null,
    audit: { records: 900, anchored: 900, anchored_at: '2026-03-16T06:00:00Z', alarms: 0 },
    damaged_files: 0,
    backup: { copied_at: null, drilled_at: null, alarm: 'none' },
  };
  fakeServer(() => ({ status: 200, body }));
  renderPart(<HealthPage />);
  expect(await screen.findByText(words)).toBeTruthy();
});

test('something that was changed outside is told with the way to the audit log', async () => {
  const body = {
    version: '0.1.0',
    schema: 12,
    uptime_s: 60,
    channels: {},
    journal_pending: 0,
    outbox_pending: 0,
    oldest_pending_at: null,
    audit: { records: 950, anchored: 900, anchored_at: null, alarms: 1 },
    damaged_files: 0,
    backup: { copied_at: null, drilled_at: null, alarm: 'none' },
  };
  fakeServer(() => ({ status: 200, body }));
  renderPart(<HealthPage />);
  expect(await screen.findByText('900 / 950 条')).toBeTruthy();
  expect(screen.getByRole('link', { name: '查看操作审计' }).getAttribute('href')).toBe('/audit');
});

test('files that the disk lost are told with the way to their tickets', async () => {
  const body = {
    version: '0.1.0',
    schema: 12,
    uptime_s: 60,
    channels: {},
    journal_pending: 0,
    outbox_pending: 0,
    oldest_pending_at: null,
    audit: { records: 950, anchored: 950, anchored_at: null, alarms: 0 },
    damaged_files: 3,
    backup: { copied_at: '2024-03-15T02:30:00Z', drilled_at: null, alarm: 'drill_failed' },
  };
  fakeServer(() => ({ status: 200, body }));
  renderPart(<HealthPage />);
  expect(await screen.findByText('磁盘上有 3 个存储文件损坏')).toBeTruthy();
  expect(screen.getByRole('link', { name: '查看受影响的工单' }).getAttribute('href')).toBe('/audit');
});
