import type { UseInfiniteQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';

const pauseAfterFailure = 10_000;

type Pages = Pick<
  UseInfiniteQueryResult,
  'hasNextPage' | 'isFetching' | 'isFetchNextPageError' | 'fetchNextPage' | 'data' | 'errorUpdateCount'
>;

/** Reads on by itself while more is wanted. A page that failed is asked for again after a pause, never at once. */
export function useNextPage(query: Pages, wanted: boolean): void {
  const { hasNextPage, isFetching, isFetchNextPageError: failed, fetchNextPage } = query;
  const { data, errorUpdateCount: failures } = query;
  const due = wanted && hasNextPage && !isFetching;
  useEffect(() => {
    if (!due) return;
    if (!failed) return void fetchNextPage();
    const timer = setTimeout(() => void fetchNextPage(), pauseAfterFailure);
    return () => clearTimeout(timer);
    // Each answer asks anew, also one that came before the page was drawn as waiting.
  }, [due, failed, fetchNextPage, data, failures]);
}
