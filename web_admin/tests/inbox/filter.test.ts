import { expect, test } from 'vitest';
import {
  askFor,
  isNarrowed,
  readFilter,
  readSearch,
  searchState,
  ticketAddress,
  writeFilter,
} from '../../src/inbox/filter';

test('a filter survives the way through the address', () => {
  const filter = {
    view: 'overdue',
    priority: 'P1',
    type: 'complaint',
    phase: 'in_sale',
    channel: '7',
    owner: '12',
    customer: '34',
    from: '2026-03-01',
    to: '2026-03-15',
    q: '退 款&x',
    sort: 'updated',
  } as const;
  expect(readFilter(new URLSearchParams(writeFilter(filter)), readSearch(searchState(filter.q)))).toEqual(
    filter,
  );
});

test('days become moments, and what is no day or no id is left out', () => {
  const { from, to, since, until } = askFor({
    view: 'all',
    sort: 'due',
    from: '2026-03-01',
    to: '2026-03-01',
  }) as Record<string, string | undefined>;
  expect([from, to]).toEqual([undefined, undefined]);
  expect(Date.parse(until ?? '') - Date.parse(since ?? '')).toBe(86_400_000);
  const odd = new URLSearchParams('from=1.3.2026&owner=x&customer=0&phase=after');
  expect(readFilter(odd, undefined)).toMatchObject({
    from: undefined,
    owner: undefined,
    customer: undefined,
  });
});

test('the way to a hit names its message and keeps the view', () => {
  expect(ticketAddress('P1', { view: 'open', sort: 'due' }, '7')).toBe('/inbox/P1?message=7');
  expect(ticketAddress('P1', { view: 'all', sort: 'due' }, '7')).toBe('/inbox/P1?view=all&message=7');
  expect(ticketAddress('P1', { view: 'all', sort: 'due' })).toBe('/inbox/P1?view=all');
});

test('what was searched for stays out of the address', () => {
  const filter = { view: 'all', sort: 'due', q: '13800138000' } as const;
  expect(writeFilter(filter)).toBe('?view=all');
  expect(readFilter(new URLSearchParams('q=13800138000'), undefined).q).toBeUndefined();
});

test.each([null, undefined, 'text', { q: 7 }, {}])('the state %o of an entry is no search', (state) => {
  expect(readSearch(state)).toBeUndefined();
});

test('defaults leave the address clean', () => {
  expect(writeFilter({ view: 'open', sort: 'due' })).toBe('');
});

test('unknown words in the address fall back to defaults', () => {
  const filter = readFilter(new URLSearchParams('view=nothing&priority=P9&sort=random&type=x'), undefined);
  expect(filter).toMatchObject({ view: 'open', sort: 'due', priority: undefined, type: undefined });
  expect(isNarrowed(filter)).toBe(false);
});
