import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LedgerItem } from '../../src/api/types';
import { Ledger } from '../../src/channels/Ledger';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleChannel, sampleUser } from '../support/samples';

const admin = sampleUser({ roles: ['admin'] });
const supervisor = sampleUser({ roles: ['supervisor'] });
const channel = sampleChannel({
  counters: { received: 3, pending: 0, failed: 0, outbox: 0, unread: 2 },
});

function row(change: Partial<LedgerItem>): LedgerItem {
  return {
    id: '1',
    dedup_key: 'ab12',
    received_at: '2026-03-15T06:00:00Z',
    fate: 'ticket',
    ticket: { id: '9', number: 'P20260315001' },
    reason: '',
    can_be_read_again: false,
    asked_again_at: null,
    tried_again_at: null,
    ...change,
  };
}

function ledgerOf(items: LedgerItem[], asked = { asked: 1, worked: 0, left: 0 }) {
  return fakeServer(({ method }) =>
    method === 'POST' ? { status: 200, body: asked } : { status: 200, body: { items, next: null } },
  );
}

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test('asks for one message that could not be read, and says that it was asked for', async () => {
  const user = userEvent.setup();
  const asked = ledgerOf([row({ id: '5', can_be_read_again: true }), row({ id: '6' })]);
  renderPart(<Ledger channel={channel} />, admin);
  const buttons = await screen.findAllByRole('button', { name: 'Read again' });
  expect(buttons).toHaveLength(1);
  await user.click(buttons[0]!);
  await waitFor(() => expect(asked.some((one) => one.method === 'POST')).toBe(true));
  const request = asked.find((one) => one.method === 'POST');
  expect(request?.path).toMatch(/\/channels\/1\/read-again$/);
  expect(request?.body).toEqual({ item: '5' });
  expect(await screen.findByText('Asked for 1.')).toBeTruthy();
});

test('asks for all of them, and tells what is left for later', async () => {
  const user = userEvent.setup();
  const asked = ledgerOf([row({ can_be_read_again: true })], { asked: 500, worked: 1, left: 30 });
  renderPart(<Ledger channel={channel} />, admin);
  await user.click(await screen.findByRole('button', { name: 'Read all 2 unread again' }));
  await waitFor(() => expect(asked.some((one) => one.method === 'POST')).toBe(true));
  expect(asked.find((one) => one.method === 'POST')?.body).toEqual({});
  expect(await screen.findByText('Asked for 501; 30 more when these are through.')).toBeTruthy();
});

test('says what waits and when it was tried, and offers nothing to those who do not run channels', async () => {
  ledgerOf([
    row({ id: '5', can_be_read_again: true, asked_again_at: '2026-03-15T07:00:00Z' }),
    row({
      id: '6',
      can_be_read_again: true,
      tried_again_at: '2026-03-15T08:00:00Z',
      reason: 'The message is no longer on the server [no_longer_there]',
    }),
  ]);
  renderPart(<Ledger channel={channel} />, supervisor);
  expect(await screen.findByText(/To be read again, asked for/)).toBeTruthy();
  expect(screen.getByText(/Tried again/)).toBeTruthy();
  expect(screen.getByText(/no longer at its place on the server/)).toBeTruthy();
  expect(screen.queryByRole('button', { name: /Read/ })).toBeNull();
});

test('what our side wrote to strangers is told calmly', async () => {
  ledgerOf([row({ fate: 'nothing_to_do', ticket: null, reason: 'our side wrote it [no_conversation]' })]);
  renderPart(<Ledger channel={channel} />, admin);
  expect(await screen.findByText(/to somebody who has no ticket here/)).toBeTruthy();
});
