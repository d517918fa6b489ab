import { expect, test } from 'vitest';
import { isNarrowed, readFilter, readSearch, searchState, writeFilter } from '../../src/inbox/filter';

test('a filter survives the way through the address', () => {
  const filter = {
    view: 'overdue',
    priority: 'P1',
    type: 'complaint',
    channel: '7',
    q: '退 款&x',
    sort: 'updated',
  } as const;
  expect(readFilter(new URLSearchParams(writeFilter(filter)), readSearch(searchState(filter.q)))).toEqual(
    filter,
  );
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
