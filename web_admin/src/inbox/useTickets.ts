import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ticketApi, type TicketFilter } from '../api/tickets';
import type { TicketRow } from '../api/types';
import { keys } from '../app/query_keys';

/** The rows of a view, page after page by the server's cursor. */
export function useTickets(filter: TicketFilter) {
  const query = useInfiniteQuery({
    queryKey: keys.ticketList(filter),
    queryFn: ({ pageParam, signal }) => ticketApi.list(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    refetchInterval: 120_000,
  });
  const rows = useMemo<TicketRow[]>(() => {
    const seen = new Set<string>();
    const all = query.data?.pages.flatMap((page) => page.items) ?? [];
    // A row may move between two pages while they load; the first place wins.
    return all.filter((row) => !seen.has(row.id) && seen.add(row.id));
  }, [query.data]);
  return { query, rows };
}
