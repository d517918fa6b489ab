// What is shown follows from the rights that the product gives; and page tests cannot give themselves others.
import { screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { call } from '../../src/api/client';
import type { Role } from '../../src/api/types';
import { homeOf } from '../../src/app/pages';
import { Rail } from '../../src/app/Rail';
import { fakeServer, signedInWith, takeMistakes } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { rightsOf } from '../support/rights';
import { sampleCounters, sampleTicket, sampleUser } from '../support/samples';

const nothing = () => undefined;

beforeEach(() => loadWords('en'));
afterEach(() => vi.unstubAllGlobals());

test.each<{ roles: Role[]; pages: string[] }>([
  { roles: ['agent'], pages: ['/inbox'] },
  { roles: ['supervisor'], pages: ['/inbox', '/channels', '/audit', '/health'] },
  { roles: ['admin'], pages: ['/channels', '/users', '/audit', '/health'] },
  { roles: ['admin', 'agent'], pages: ['/inbox', '/channels', '/users', '/audit', '/health'] },
])('$roles find their pages in the rail', async ({ roles, pages }) => {
  fakeServer((one) => ({
    status: 200,
    body: one.path.endsWith('/counters')
      ? sampleCounters()
      : { items: [], next: null, ...(/\/tickets\?/.test(one.path) && { found: null }) },
  }));
  renderPart(<Rail onPalette={nothing} onShortcuts={nothing} />, sampleUser({ roles }));
  const links = (await screen.findAllByRole('link')).map((one) => one.getAttribute('href'));
  expect(links.filter((path) => !path?.includes('?'))).toEqual(pages);
});

test('everybody begins on a page that their rights open', () => {
  expect(homeOf(rightsOf(['agent']))).toBe('/inbox');
  expect(homeOf(rightsOf(['admin']))).toBe('/channels');
  expect(homeOf(rightsOf([]))).toBe('/profile');
  expect(homeOf({ ...rightsOf([]), read_audit: 'all' })).toBe('/audit');
});

test('rights come from the table of the daemon', () => {
  expect(rightsOf(['agent'])).toMatchObject({ answer: 'all', assign: 'own', run_users: 'none' });
  expect(rightsOf(['agent', 'supervisor'])).toMatchObject({ assign: 'all', resolve: 'all' });
});

test('a test that asks for what its person may not have, or makes answers up, fails', async () => {
  signedInWith(rightsOf(['agent']));
  fakeServer(() => ({ status: 200, body: { items: [{ id: 'x' }], next: null } }));
  await call('user.list');
  const [beyond, invented] = takeMistakes();
  expect(beyond).toBe('GET /api/v1/users: asked without the right run_users');
  expect(invented).toContain('GET /api/v1/users → 200');
});

test('a test that shows a ticket with acts that nobody is offered fails', () => {
  const owner = { id: '2', display_name: 'Emma' };
  expect(sampleTicket({ owner }, ['agent']).can).not.toContain('ticket.resolve');
  expect(() => sampleTicket({ owner, can: ['ticket.resolve'] }, ['agent'])).toThrow(/agent may not/);
  expect(() => sampleTicket({ can: ['ticket.reopen'] })).toThrow(/open: ticket.reopen/);
});
