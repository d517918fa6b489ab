import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import InboxPage from '../../src/inbox/InboxPage';
import { fakeServer } from '../support/fake_server';
import { loadWords, renderPart } from '../support/render';
import { sampleCounters } from '../support/samples';

beforeEach(async () => {
  await loadWords('en');
  history.replaceState(null, '', '/inbox');
});
afterEach(() => vi.unstubAllGlobals());

const lists = (asked: { path: string }[]) =>
  asked.map(({ path }) => new URL(path, 'http://x')).filter(({ pathname }) => pathname.endsWith('/tickets'));

test('what is searched for goes to the server and into the entry, not into the address', async () => {
  const asked = fakeServer((one) => ({
    status: 200,
    body: one.path.endsWith('/counters')
      ? sampleCounters()
      : { items: [], next: null, ...(/\/tickets\?/.test(one.path) && { found: null }) },
  }));
  const entries = history.length;
  renderPart(<InboxPage />);
  const box = await screen.findByRole('searchbox');
  fireEvent.change(box, { target: { value: '13800138000' } });
  fireEvent.keyDown(box, { key: 'Enter' });
  await waitFor(() => expect(lists(asked).at(-1)?.searchParams.get('q')).toBe('13800138000'));
  expect(location.href).not.toContain('1380');
  expect(history.state).toEqual({ q: '13800138000' });
  expect(history.length).toBe(entries);

  // Another view keeps the search; a link without one ends it.
  await userEvent.setup().click(await screen.findByRole('button', { name: 'Search all tickets' }));
  expect(location.search).toBe('?view=all');
  expect(history.state).toEqual({ q: '13800138000' });
  history.pushState(null, '', '/inbox?view=mine');
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe(''));
  expect(lists(asked).at(-1)?.searchParams.has('q')).toBe(false);
});
