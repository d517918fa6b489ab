import { fireEvent, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { TicketPane } from '../../src/ticket/TicketPane';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test.each([
  { status: 404, code: 'not_found', says: 'No such ticket', again: false },
  { status: 500, code: 'internal', says: 'This could not be shown', again: true },
])('a ticket that answers $status leads back to the list', async ({ status, code, says, again }) => {
  fakeServer(() => ({ status, body: { code } }));
  const onClose = vi.fn();
  renderPart(<TicketPane ticketRef="P20261125099" columns={1} onClose={onClose} />);
  expect((await screen.findByRole('alert')).textContent).toContain(says);
  expect(screen.queryByRole('button', { name: 'Try again' }) !== null).toBe(again);
  fireEvent.click(screen.getByRole('button', { name: 'Back to the list' }));
  expect(onClose).toHaveBeenCalledOnce();
});
