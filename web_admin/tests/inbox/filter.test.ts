import { expect, test } from 'vitest';
import { isNarrowed, readFilter, writeFilter } from '../../src/inbox/filter';

test('a filter survives the way through the address', () => {
  const filter = {
    view: 'overdue',
    priority: 'P1',
    type: 'complaint',
    channel: '7',
    q: '退 款&x',
    sort: 'updated',
  } as const;
  expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
});

test('defaults leave the address clean', () => {
  expect(writeFilter({ view: 'open', sort: 'due' })).toBe('');
});

test('unknown words in the address fall back to defaults', () => {
  const filter = readFilter(new URLSearchParams('view=nothing&priority=P9&sort=random&type=x'));
  expect(filter).toMatchObject({ view: 'open', sort: 'due', priority: undefined, type: undefined });
  expect(isNarrowed(filter)).toBe(false);
});
