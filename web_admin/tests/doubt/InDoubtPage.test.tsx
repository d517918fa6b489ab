import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import InDoubtPage from '../../src/doubt/InDoubtPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleMessage, sampleRow, sampleUser } from '../support/samples';

const reply = (id: string, number: string) => ({
  ticket: sampleRow({ number }),
  message: sampleMessage({ id, kind: 'outbound' }),
});

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

function serve(settled: number, left: number) {
  return fakeServer((one) =>
    one.method === 'GET'
      ? {
          status: 200,
          body: { items: [reply('71', 'P20260315001'), reply('72', 'P20260315002')], next: null },
        }
      : { status: 200, body: { settled, left } },
  );
}
const settlements = (asked: ReturnType<typeof serve>) =>
  asked.filter((one) => one.method === 'POST').map((one) => one.body);

test('all replies in doubt are settled at once, and what was left is told', async () => {
  const user = userEvent.setup();
  const asked = serve(1, 1);
  renderPart(<InDoubtPage />, sampleUser({ roles: ['agent'] }));
  await user.click(await screen.findByRole('button', { name: 'These 2 arrived' }));
  await waitFor(() => expect(settlements(asked)).toEqual([{ messages: ['71', '72'], arrived: true }]));
  const told = 'One reply is settled. One was settled meanwhile or belongs to a colleague.';
  expect(await screen.findByText(told)).toBeTruthy();
});

test('only the chosen ones are sent again, and only after a warning', async () => {
  const user = userEvent.setup();
  const asked = serve(1, 0);
  renderPart(<InDoubtPage />, sampleUser({ roles: ['agent'] }));
  await user.click(await screen.findByRole('checkbox', { name: 'Choose the reply in P20260315001' }));
  await user.click(screen.getByRole('button', { name: 'Send it again' }));
  expect(settlements(asked)).toEqual([]);
  await user.click(await screen.findByRole('button', { name: 'Send again' }));
  await waitFor(() => expect(settlements(asked)).toEqual([{ messages: ['72'], arrived: false }]));
});
