import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Classify } from '../../src/ticket/Classify';
import { useActs } from '../../src/ticket/useTicket';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleTicket } from '../support/samples';

const seen = sampleTicket({ version: 3, priority: 'P2', type: 'complaint' });
const later = sampleTicket({ version: 4, priority: 'P1', type: 'complaint' });

function Host() {
  const [ticket, setTicket] = useState(seen);
  const acts = useActs(ticket.number, ticket);
  return (
    <>
      <button onClick={() => setTicket(later)}>a colleague changes it</button>
      <Classify ticket={ticket} acts={acts} opened onClose={() => undefined} />
    </>
  );
}

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test('a newer ticket leaves the typed reason, and is not changed back', async () => {
  const user = userEvent.setup();
  const asked = fakeServer(() => ({ status: 200, body: later }));
  renderPart(<Host />);
  await user.selectOptions(await screen.findByLabelText('Type'), 'consultation');
  await user.type(screen.getByLabelText('Reason'), 'Asked the customer');
  screen.getByText('a colleague changes it').click();
  await waitFor(() => expect(screen.getByLabelText('Priority')).toHaveProperty('value', 'P1'));
  expect(screen.getByLabelText('Reason')).toHaveProperty('value', 'Asked the customer');
  await user.click(screen.getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(asked.some((one) => one.method === 'PATCH')).toBe(true));
  const sent = asked.find((one) => one.method === 'PATCH');
  expect(sent?.headers['If-Match']).toBe('"4"');
  expect(sent?.body).toEqual({ reason: 'Asked the customer', type: 'consultation' });
});
