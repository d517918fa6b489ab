import type { Counters, TicketView } from '../api/types';

/** A counter in few letters. The server counts no further than a thousand, so more than 999 is all that is known. */
export const countWords = (count: number): string => (count > 999 ? '999+' : String(count));

// What is done or is everything is no work that waits.
const uncounted: readonly TicketView[] = ['resolved', 'closed', 'all'];

/** The count beside a view: nothing where there is nothing to do. */
export function viewCount(view: TicketView, counters: Counters | undefined): string | undefined {
  const count = counters?.[view] ?? 0;
  return count === 0 || uncounted.includes(view) ? undefined : countWords(count);
}
