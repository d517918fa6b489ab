// Merging in the browser: the agent finds the other ticket, sees both, and says what is meant.
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Merge } from '../../src/ticket/Merge';
import { MergedNotice } from '../../src/ticket/MergedNotice';
import { useActs } from '../../src/ticket/useTicket';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleRow, sampleTicket } from '../support/samples';

const source = sampleTicket({ id: '41', number: 'P20260315001', version: 3 });
const target = sampleTicket({ id: '42', number: 'P20260315002', version: 7, subject: '退款' });
const stranger = { ...target, customer: { id: '6', number: 'C2', name: '*女士' } };

function Host({ proposed }: { proposed: string }) {
  const acts = useActs(source.number, source);
  return <Merge ticket={source} acts={acts} proposed={proposed} onClose={() => undefined} />;
}

const serve = (other: typeof target) =>
  fakeServer(({ method, path }) => {
    if (method === 'POST') return { status: 200, body: { ...source, state: 'merged' } };
    if (!path.startsWith('/api/v1/tickets?')) return { status: 200, body: other };
    const rows = [source, other].map(({ id, number }) => sampleRow({ id, number }));
    return { status: 200, body: { items: rows, next: null, found: null } };
  });

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test('a ticket that was found is looked at beside this one, and merged with both versions', async () => {
  const user = userEvent.setup();
  const asked = serve(target);
  renderPart(<Host proposed="" />);
  await user.type(await screen.findByLabelText(/Number, customer/), '002');
  await user.click(await screen.findByRole('button', { name: /P20260315002/ }));
  await user.click(await screen.findByRole('button', { name: 'Merge into P20260315002' }));
  await waitFor(() => expect(asked.some((one) => one.method === 'POST')).toBe(true));
  const sent = asked.find((one) => one.method === 'POST');
  expect(sent?.headers['If-Match']).toBe('"3"');
  expect(sent?.body).toEqual({ into: '42', into_version: 7, other_customer: false });
});

test('tickets of different customers are merged only when that is said', async () => {
  const user = userEvent.setup();
  const asked = serve(stranger);
  renderPart(<Host proposed={stranger.number} />);
  const merge = await screen.findByRole('button', { name: 'Merge into P20260315002' });
  expect(merge).toHaveProperty('disabled', true);
  await user.click(screen.getByRole('checkbox'));
  await user.click(merge);
  await waitFor(() => expect(asked.some((one) => one.method === 'POST')).toBe(true));
  expect(asked.find((one) => one.method === 'POST')?.body).toMatchObject({ other_customer: true });
});

test('a merged ticket leads to the other', () => {
  renderPart(<MergedNotice into={{ id: '42', number: 'P20260315002' }} />);
  expect(screen.getByRole('link').getAttribute('href')).toBe('/inbox/P20260315002');
});
