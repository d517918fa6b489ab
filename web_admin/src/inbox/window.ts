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
