import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test } from 'vitest';
import { NoTickets } from '../../src/inbox/TicketList';
import { loadWords, renderPart } from '../support/render';

beforeEach(() => loadWords('en'));

test('a search that finds nothing tells what can be found, and looks everywhere', async () => {
  renderPart(<NoTickets filter={{ view: 'open', sort: 'due', q: 'Li Lei' }} />);
  expect(screen.getByText(/^Addresses are hidden/)).toBeTruthy();
  await userEvent.setup().click(screen.getByRole('button', { name: 'Search all tickets' }));
  expect(location.pathname + location.search).toBe('/inbox?view=all');
  expect(history.state).toEqual({ q: 'Li Lei' });
});

test.each([{ view: 'all', q: 'Li Lei' } as const, { view: 'open', priority: 'P1' } as const])(
  'nowhere else to look with %o',
  (filter) => {
    renderPart(<NoTickets filter={{ sort: 'due', ...filter }} />);
    expect(screen.queryByRole('button', { name: 'Search all tickets' })).toBeNull();
    expect(screen.getByRole('button', { name: 'Clear filters' })).toBeTruthy();
  },
);
