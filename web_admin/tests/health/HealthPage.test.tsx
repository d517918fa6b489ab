import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { MachineCheck, Status } from '../../src/api/types';
import HealthPage from '../../src/health/HealthPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';

beforeEach(() => loadWords('zh-CN'));
afterEach(() => vi.unstubAllGlobals());

const status: Status = {
  version: '0.1.0',
  schema: 7,
  uptime_s: 420,
  channels: {},
  journal_pending: 0,
  outbox_pending: 0,
  oldest_pending_at: null,
  audit: { records: 950, anchored: 900, anchored_at: '2026-03-16T06:00:00Z' },
  backup: { copied_at: null, drilled_at: null },
  sizes: {
    database: 3 << 20,
    log: 1 << 20,
    files: 0,
    backups: 0,
    free: 5 * 2 ** 30,
    disk: 9 * 2 ** 30,
    full_at: null,
  },
};
const fine: MachineCheck = {
  name: 'copy_old',
  title: '两天之内有备份',
  severity: 'warning',
  state: 'fine',
  findings: [],
};

function show(now: Partial<Status>, checks: MachineCheck[] = [fine]) {
  fakeServer(({ path }) => ({
    status: 200,
    body: path.startsWith('/api/v1/checks') ? { items: checks, next: null } : { ...status, ...now },
  }));
  renderPart(<HealthPage />);
}

test.each([
  [420, '7 分钟'],
  [3 * 3600, '3 小时 0 分钟'],
  [2 * 86_400 + 3600, '2 天 1 小时 0 分钟'],
])('%d seconds of service are told without leading zeros', async (seconds, words) => {
  show({ uptime_s: seconds });
  expect(await screen.findByText(words)).toBeTruthy();
});

test('what is wrong is told with what to do about it, and where', async () => {
  const found = {
    object: 'channel',
    object_id: '17',
    found: '渠道“网店”已被隔离',
    todo: '渠道页面有详细说明。',
  };
  show({}, [
    fine,
    { ...fine, name: 'channel_quarantined', severity: 'critical', state: 'found', findings: [found] },
  ]);
  expect(await screen.findByText('渠道“网店”已被隔离')).toBeTruthy();
  expect(screen.getByText('渠道页面有详细说明。')).toBeTruthy();
  expect(screen.getByRole('link', { name: '查看' }).getAttribute('href')).toBe('/channels/17');
  expect(screen.getByText('2 项检查中 1 项正常')).toBeTruthy();
});

test('somebody who does not run the machine is told that something is wrong, not what', async () => {
  const hidden = { object: null, object_id: null, found: '', todo: '' };
  show({}, [{ ...fine, title: '密钥文件仅守护进程可读', state: 'found', findings: [hidden] }]);
  expect(await screen.findByText('不再满足：密钥文件仅守护进程可读')).toBeTruthy();
  expect(screen.getByText('详情和处理方法请由管理员查看。')).toBeTruthy();
});

test('a machine that is well says so, with its room', async () => {
  show({});
  expect(await screen.findByText('没有需要处理的问题')).toBeTruthy();
  expect(screen.getByText('共 9 GB')).toBeTruthy();
  expect(screen.getByText('900 / 950 条')).toBeTruthy();
});
