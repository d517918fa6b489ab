// Which rows of a long list are drawn: a window of equal rows, so that the page never holds more than a few dozen.

export interface RowWindow {
  first: number;
  /** One past the last drawn row. */
  end: number;
}

export const overscan = 8;
export const mostRows = 120;

export function rowWindow(scrollTop: number, height: number, rowHeight: number, count: number): RowWindow {
  const firstSeen = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const seen = Math.ceil(Math.max(0, height) / rowHeight) + 1;
  const first = Math.max(0, Math.min(firstSeen - overscan, count - 1));
  const end = Math.min(count, firstSeen + seen + overscan, first + mostRows);
  return { first: Math.max(0, first), end: Math.max(0, end) };
}

/** Where to scroll so that a row is seen; the same place when it already is. */
export function scrollToShow(index: number, scrollTop: number, height: number, rowHeight: number): number {
  const top = index * rowHeight;
  if (top < scrollTop) return top;
  if (top + rowHeight > scrollTop + height) return top + rowHeight - height;
  return scrollTop;
}

/** The indexes of the pages that rows of the window belong to, given how many rows each page has. */
export function pagesInSight(sizes: readonly number[], shown: RowWindow): number[] {
  const found: number[] = [];
  let start = 0;
  sizes.forEach((size, index) => {
    const end = start + size;
    // An empty first page is in sight as well: it may have filled since.
    if ((start < shown.end && end > shown.first) || (index === 0 && size === 0)) found.push(index);
    start = end;
  });
  return found;
}

interface OnePage {
  items: { id: string }[];
  next: string | null;
}

interface Paged<Page extends OnePage> {
  pages: Page[];
  pageParams: (string | null)[];
}

/**
 * The list with one page read anew. Its rows leave every other page, so that a ticket stands only where it was seen last.
 * The next page begins where this one ends now; after the last page of the view nothing follows any more.
 */
export function withFreshPage<Page extends OnePage>(
  list: Paged<Page>,
  index: number,
  page: Page,
): Paged<Page> {
  const moved = new Set(page.items.map((row) => row.id));
  const pages = list.pages.map((one, place) =>
    place === index ? page : { ...one, items: one.items.filter((row) => !moved.has(row.id)) },
  );
  const pageParams = list.pageParams.map((cursor, place) => (place === index + 1 ? page.next : cursor));
  const count = page.next === null ? index + 1 : pages.length;
  return { ...list, pages: pages.slice(0, count), pageParams: pageParams.slice(0, count) };
}
