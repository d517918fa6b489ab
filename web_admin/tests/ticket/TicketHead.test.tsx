import { fireEvent, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Ticket } from '../../src/api/types';
import { TicketHead } from '../../src/ticket/TicketHead';
import { useActs } from '../../src/ticket/useTicket';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleTicket, sampleUser } from '../support/samples';

function Host({ ticket, answered }: { ticket: Ticket; answered?: boolean }) {
  return <TicketHead ticket={ticket} answered={answered} acts={useActs(ticket.number, ticket)} />;
}

const people = {
  items: [
    { id: '9', display_name: '李敏' },
    { id: '10', display_name: '王强' },
  ],
  next: null,
};
const agent = sampleUser({ roles: ['agent'] });

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test('colleagues are offered only to those who may choose among them', async () => {
  const user = userEvent.setup();
  fakeServer(() => ({ status: 200, body: people }));
  const { unmount } = renderPart(<Host ticket={sampleTicket()} />);
  await user.click(screen.getByRole('button', { name: /^Change owner/ }));
  expect(await screen.findByRole('menuitem', { name: '王强' })).toBeTruthy();
  unmount();
  renderPart(<Host ticket={sampleTicket({}, ['agent'])} />, agent);
  expect(screen.queryByRole('button', { name: /^Change owner/ })).toBeNull();
  expect(screen.getByRole('button', { name: 'Claim' })).toBeTruthy();
});

test('who may only give a ticket back gets exactly that', async () => {
  const user = userEvent.setup();
  const owner = { id: '9', display_name: '李敏' };
  const ticket = sampleTicket({ owner }, ['agent']);
  const asked = fakeServer((one) => ({ status: 200, body: one.method === 'GET' ? people : ticket }));
  renderPart(<Host ticket={ticket} />, agent);
  await user.click(screen.getByRole('button', { name: /^Change owner/ }));
  await user.click(await screen.findByRole('menuitem', { name: 'Give back' }));
  expect(asked.find((one) => one.path.endsWith('/assign'))?.body).toEqual({ owner_id: null });
});

test('one stray letter does not resolve a ticket', () => {
  const asked = fakeServer((one) => ({
    status: 200,
    body: one.path.endsWith('/agents') ? people : sampleTicket(),
  }));
  renderPart(<Host ticket={sampleTicket()} />);
  asked.length = 0;
  fireEvent.keyDown(document.body, { key: 'e' });
  expect(asked).toHaveLength(0);
  fireEvent.keyDown(document.body, { key: 'E', shiftKey: true });
  expect(asked[0]?.path).toMatch(/\/resolve$/);
});

const filled = () =>
  screen
    .getAllByRole('button')
    .filter((one) => one.dataset.variant === 'filled')
    .map((one) => one.textContent);

test('of the acts in sight only the next sensible one is loud', () => {
  fakeServer(() => ({ status: 200, body: people }));
  const owner = { id: '9', display_name: '李敏' };
  const { unmount } = renderPart(<Host ticket={sampleTicket()} />);
  expect(filled()).toEqual(['Claim']);
  unmount();
  const { unmount: close } = renderPart(<Host ticket={sampleTicket({ owner })} />);
  expect(filled()).toEqual([]);
  close();
  renderPart(<Host ticket={sampleTicket({ owner })} answered />);
  expect(filled()).toEqual(['Resolve']);
});
