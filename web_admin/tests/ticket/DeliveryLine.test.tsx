import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DeliveryState } from '../../src/api/types';
import { DeliveryLine } from '../../src/ticket/DeliveryLine';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleMessage } from '../support/samples';

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

function show(state: DeliveryState) {
  const delivery = { state, reason: 'unknown_outcome', attempts: 1, next_attempt_at: null };
  const message = sampleMessage({ id: '70', kind: 'outbound', delivery });
  const asked = fakeServer(() => ({
    status: 200,
    body: { ...message, delivery: { ...delivery, state: 'queued' } },
  }));
  renderPart(<DeliveryLine message={message} delivery={delivery} />);
  return asked;
}

test('a message of unknown fate is sent again only after asking', async () => {
  const user = userEvent.setup();
  const asked = show('unknown');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await user.click(await screen.findByRole('button', { name: 'Cancel' }));
  expect(asked).toHaveLength(0);
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  await user.click(await screen.findByRole('button', { name: 'Send again' }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]).toMatchObject({
    method: 'POST',
    path: '/api/v1/messages/70/retry',
    body: { confirm: true },
  });
});

test('one that failed is sent again at once', async () => {
  const asked = show('failed');
  await userEvent.setup().click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(asked[0]?.body).toEqual({ confirm: false });
});

test.each(['queued', 'sent', 'delivered'] as const)('%s is left alone', (state) => {
  show(state);
  expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
});
