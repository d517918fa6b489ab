import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { AuditRecord } from '../../src/api/types';
import { AuditDetails } from '../../src/audit/AuditDetails';
import AuditPage from '../../src/audit/AuditPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleUser } from '../support/samples';

const record = (seq: string, object: object) => ({
  seq,
  at: '2024-03-15T08:00:00.000Z',
  actor: { kind: 'user', id: '2', name: 'emma', roles: ['agent'] },
  action: 'ticket.resolve',
  object,
  ip: '127.0.0.1',
  request_id: '1-1',
  run: '1',
  policy: 'sop',
  reason: '',
  before: null,
  after: null,
  result: 'ok',
  redacted: false,
});

const nothingDamaged = { items: [], next: null };

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test('tickets are named and found by their numbers', async () => {
  const user = userEvent.setup();
  const asked = fakeServer((one) =>
    one.path.includes('/damage')
      ? { status: 200, body: nothingDamaged }
      : one.path.includes('/audit/state')
        ? { status: 200, body: { size: 2, last_checkpoint: null, anchor: null, intact: true, alarms: [] } }
        : {
            status: 200,
            body: {
              items: [
                record('2', { type: 'ticket', id: '77', number: 'P20240315001' }),
                record('1', { type: 'user', id: '12', number: '' }),
              ],
              next: null,
            },
          },
  );
  renderPart(<AuditPage />);
  expect(await screen.findByText('Ticket P20240315001')).toBeTruthy();
  expect(screen.getByText('User 12')).toBeTruthy();
  await user.type(screen.getByLabelText('Ticket number or object id'), ' p20240315001');
  await vi.waitFor(() => expect(asked.some((one) => one.path.includes('object_id=P20240315001'))).toBe(true));
});

test('days bound the list, the last one included', async () => {
  const asked = fakeServer((one) =>
    one.path.includes('/damage')
      ? { status: 200, body: nothingDamaged }
      : one.path.includes('/audit/state')
        ? { status: 200, body: { size: 0, last_checkpoint: null, anchor: null, intact: true, alarms: [] } }
        : { status: 200, body: { items: [], next: null } },
  );
  renderPart(<AuditPage />);
  fireEvent.change(await screen.findByLabelText('From day'), { target: { value: '2024-03-14' } });
  fireEvent.change(screen.getByLabelText('To day'), { target: { value: '2024-03-15' } });
  const since = encodeURIComponent(new Date('2024-03-14T00:00').toISOString());
  const until = encodeURIComponent(new Date('2024-03-16T00:00').toISOString());
  await vi.waitFor(() =>
    expect(asked.some((one) => one.path.includes(`since=${since}&until=${until}`))).toBe(true),
  );
});

test('details of a ticket lead to it, for people who may open it', () => {
  const about = (object: object) => record('2', object) as unknown as AuditRecord;
  const ticket = about({ type: 'ticket', id: '77', number: 'P20240315001' });
  const { unmount, rerender } = renderPart(<AuditDetails record={ticket} />);
  const link = screen.getByRole('link', { name: 'Ticket P20240315001' });
  expect(link.getAttribute('href')).toBe('/inbox/P20240315001');
  rerender(<AuditDetails record={about({ type: 'user', id: '12', number: '' })} />);
  expect(screen.queryByRole('link')).toBeNull();
  unmount();
  renderPart(<AuditDetails record={ticket} />, sampleUser({ roles: ['admin'] }));
  expect(screen.getByText('Ticket P20240315001')).toBeTruthy();
  expect(screen.queryByRole('link')).toBeNull();
});

test('filters that match nothing can be cleared, and stay cleared', async () => {
  const user = userEvent.setup();
  history.replaceState(null, '', '/audit');
  fakeServer((one) => {
    if (one.path.includes('/damage')) return { status: 200, body: nothingDamaged };
    if (one.path.includes('/audit/state'))
      return {
        status: 200,
        body: { size: 1, last_checkpoint: null, anchor: null, intact: true, alarms: [] },
      };
    const items = one.path.includes('object_id') ? [] : [record('1', { type: 'user', id: '12', number: '' })];
    return { status: 200, body: { items, next: null } };
  });
  renderPart(<AuditPage />);
  const field = screen.getByLabelText<HTMLInputElement>('Ticket number or object id');
  await user.type(field, 'NOPE');
  await user.click(await screen.findByRole('button', { name: 'Clear filters' }));
  expect(await screen.findByText('User 12')).toBeTruthy();
  expect(field.value).toBe('');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(location.search).toBe('');
});

test('files that the disk lost are listed with the tickets that they hit', async () => {
  const damaged = {
    id: '12',
    file: 'attachment',
    damage: 'gone',
    segment: 1,
    since: '2024-03-15T08:00:00.000Z',
    ticket: 'P20240315001',
    message_id: '5',
    attachment_id: '6',
  };
  fakeServer((one) =>
    one.path.includes('/damage')
      ? { status: 200, body: { items: [damaged], next: null } }
      : one.path.includes('/audit/state')
        ? { status: 200, body: { size: 0, last_checkpoint: null, anchor: null, intact: true, alarms: [] } }
        : { status: 200, body: { items: [], next: null } },
  );
  renderPart(<AuditPage />);
  expect(await screen.findByText(/attachment: the file is gone/)).toBeTruthy();
  expect(screen.getByRole('link', { name: 'P20240315001' }).getAttribute('href')).toBe(
    '/tickets/P20240315001',
  );
});
