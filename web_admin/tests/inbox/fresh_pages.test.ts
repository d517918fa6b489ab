import { expect, test } from 'vitest';
import { pagesInSight, withFreshPage } from '../../src/inbox/window';

const rows = (...ids: string[]) => ids.map((id) => ({ id }));
const list = {
  pages: [
    { items: rows('a', 'b'), next: 'after-b' },
    { items: rows('c', 'd'), next: 'after-d' },
    { items: rows('e'), next: null },
  ],
  pageParams: [null, 'after-b', 'after-d'],
};
const ids = (result: typeof list) => result.pages.map((page) => page.items.map((row) => row.id).join(''));

test('only pages with a row in the window are in sight', () => {
  const sizes = Array.from({ length: 60 }, () => 50);
  expect(pagesInSight(sizes, { first: 0, end: 30 })).toEqual([0]);
  expect(pagesInSight(sizes, { first: 2980, end: 3000 })).toEqual([59]);
  expect(pagesInSight(sizes, { first: 90, end: 110 })).toEqual([1, 2]);
  expect(pagesInSight([0], { first: 0, end: 0 })).toEqual([0]);
});

test('a ticket that moved up stands only in its new place, and the next page begins after it', () => {
  const after = withFreshPage(list, 0, { items: rows('e', 'a'), next: 'after-a' });
  expect(ids(after)).toEqual(['ea', 'cd', '']);
  expect(after.pageParams).toEqual([null, 'after-a', 'after-d']);
});

test('pages behind the end of the view are dropped', () => {
  const after = withFreshPage(list, 1, { items: rows('c'), next: null });
  expect(ids(after)).toEqual(['ab', 'c']);
  expect(after.pageParams).toEqual([null, 'after-b']);
});
