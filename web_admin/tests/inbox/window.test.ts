import { expect, test } from 'vitest';
import { mostRows, rowWindow, scrollToShow } from '../../src/inbox/window';

// P-19
test('draws only rows near the seen part, whatever the place and size', () => {
  for (const count of [0, 1, 12, 1000, 100_000]) {
    for (const height of [0, 400, 900, 20_000]) {
      for (const top of [0, 33, 66 * 40, 66 * count]) {
        const { first, end } = rowWindow(top, height, 66, count);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeLessThanOrEqual(count);
        expect(end - first).toBeLessThanOrEqual(mostRows);
      }
    }
  }
});

test('covers what is seen', () => {
  const { first, end } = rowWindow(66 * 100, 660, 66, 1000);
  expect(first).toBeLessThanOrEqual(100);
  expect(end).toBeGreaterThanOrEqual(111);
});

test('scrolls only as far as needed', () => {
  expect(scrollToShow(5, 0, 660, 66)).toBe(0);
  expect(scrollToShow(10, 0, 660, 66)).toBe(66);
  expect(scrollToShow(3, 500, 660, 66)).toBe(198);
});
