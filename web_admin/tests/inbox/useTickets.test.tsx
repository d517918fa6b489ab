import { useQueryClient } from '@tanstack/react-query';
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import type { TicketFilter } from '../../src/api/types';
import { announceListChange } from '../../src/inbox/list_changes';
import { useFreshPages, useTickets } from '../../src/inbox/useTickets';
import { fakeServer } from '../support/fake_server';
import { renderPart } from '../support/render';
import { sampleCounters, sampleRow } from '../support/samples';

const filter: TicketFilter = { view: 'open', sort: 'due' };
const size = 10;
const pageCount = 6;

function answerPage(path: string) {
  const start = Number(new URL(path, 'http://desk').searchParams.get('after') ?? 0);
  const items = Array.from({ length: size }, (_, index) => sampleRow({ id: String(start + index + 1) }));
  return { items, found: null, next: start + size < size * pageCount ? String(start + size) : null };
}

function List({ shown }: { shown: { first: number; end: number } }) {
  const tickets = useTickets(filter);
  const queries = useQueryClient();
  useFreshPages(filter, tickets, shown);
  return (
    <>
      <p>{tickets.rows.length} rows</p>
      <button onClick={() => void tickets.query.fetchNextPage()}>more</button>
      <button onClick={() => announceListChange(queries)}>event</button>
    </>
  );
}

/** Everything the fake server answers has been taken in. */
const settled = () => act(() => new Promise<void>((resolve) => setTimeout(resolve)));

afterEach(() => vi.unstubAllGlobals());

test('an event reads only the pages in sight, and the others when they come into sight', async () => {
  const asked = fakeServer((one) =>
    one.path.includes('/tickets?')
      ? { status: 200, body: answerPage(one.path) }
      : { status: 200, body: sampleCounters() },
  );
  const lists = () => asked.filter((one) => one.path.includes('/tickets?')).map((one) => one.path);
  const press = (name: string) => act(() => screen.getByText(name).click());
  const { rerender } = renderPart(<List shown={{ first: 42, end: 48 }} />);
  for (let page = 1; page < pageCount; page += 1) {
    await screen.findByText(`${page * size} rows`);
    press('more');
  }
  await screen.findByText(`${pageCount * size} rows`);
  const loaded = lists().length;

  press('event');
  await waitFor(() => expect(lists().length).toBe(loaded + 1));
  expect(lists().at(-1)).toContain('after=40');

  rerender(<List shown={{ first: 0, end: 6 }} />);
  await waitFor(() => expect(lists().length).toBe(loaded + 2));
  expect(lists().at(-1)).not.toContain('after=');
  await settled();
  expect(lists().length).toBe(loaded + 2);
});

test('a page that cannot be read is not asked for again and again', async () => {
  let broken = false;
  const asked = fakeServer((one) => {
    if (!one.path.includes('/tickets?')) return { status: 200, body: sampleCounters() };
    return broken ? { status: 500, body: {} } : { status: 200, body: answerPage(one.path) };
  });
  const lists = () => asked.filter((one) => one.path.includes('/tickets?')).length;
  renderPart(<List shown={{ first: 0, end: 6 }} />);
  await screen.findByText(`${size} rows`);
  const loaded = lists();
  broken = true;
  act(() => screen.getByText('event').click());
  await waitFor(() => expect(lists()).toBe(loaded + 1));
  await settled();
  expect(lists()).toBe(loaded + 1);
  expect(screen.getByText(`${size} rows`)).toBeTruthy();
});
