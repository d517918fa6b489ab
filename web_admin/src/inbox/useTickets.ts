import {
  keepPreviousData,
  useInfiniteQuery,
  useQueryClient,
  type InfiniteData,
  type QueryClient,
} from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { call } from '../api/client';
import type { Answer, TicketFilter, TicketRow } from '../api/types';
import { keys } from '../app/query_keys';
import { announceListChange, listGeneration, useListGeneration } from './list_changes';
import { askFor } from './filter';
import { pagesInSight, withFreshPage, type RowWindow } from './window';

type Pages = InfiniteData<Answer<'ticket.list'>, string | null>;

const pauseBetweenLooks = 120_000;

/** Which change each page of a list was last read after. */
export class Freshness {
  private readonly started = listGeneration();
  private readonly readAfter = new Map<number, number>();

  isStale = (page: number): boolean => (this.readAfter.get(page) ?? this.started) < listGeneration();
  reads = (page: number): void => void this.readAfter.set(page, listGeneration());
  spoil = (page: number): void => void this.readAfter.set(page, -1);
}

/** The rows of a view, page after page by the server's cursor. */
export function useTickets(filter: TicketFilter) {
  const queries = useQueryClient();
  const query = useInfiniteQuery({
    queryKey: keys.ticketList(filter),
    queryFn: ({ pageParam, signal }) =>
      call('ticket.list', { ...askFor(filter), after: pageParam, limit: 50 }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
    // A view that was left starts at its top again; keeping its pages would only mean reading them all anew.
    gcTime: 0,
  });
  // eslint-disable-next-line react-hooks/exhaustive-deps -- another filter is another list
  const freshness = useMemo(() => new Freshness(), [filter]);
  const rows = useMemo<TicketRow[]>(() => {
    const seen = new Set<string>();
    const all = query.data?.pages.flatMap((page) => page.items) ?? [];
    // A row may move between two pages while they load; the first place wins.
    return all.filter((row) => !seen.has(row.id) && seen.add(row.id));
  }, [query.data]);
  useEffect(() => {
    const timer = setInterval(() => announceListChange(queries), pauseBetweenLooks);
    return () => clearInterval(timer);
  }, [queries]);
  return { query, rows, found: query.data?.pages[0]?.found ?? null, freshness };
}

/** Reads one page and puts it in its place. False when the list was being loaded meanwhile, so that it had no place. */
async function readPage(
  queries: QueryClient,
  filter: TicketFilter,
  index: number,
  fresh: Freshness,
): Promise<boolean> {
  const key = keys.ticketList(filter);
  const cursor = queries.getQueryData<Pages>(key)?.pageParams[index];
  if (cursor === undefined) return false;
  fresh.reads(index);
  const page = await call('ticket.list', { ...askFor(filter), after: cursor, limit: 50 });
  if (queries.getQueryState(key)?.fetchStatus !== 'idle') {
    fresh.spoil(index);
    return false;
  }
  const before = queries.getQueryData<Pages>(key);
  if (!before || before.pageParams[index] !== cursor) return false;
  const after = withFreshPage(before, index, page);
  if (after.pageParams[index + 1] !== before.pageParams[index + 1]) fresh.spoil(index + 1);
  queries.setQueryData<Pages>(key, after);
  return true;
}

/** Keeps the pages in sight true while tickets change; the others are read anew when they come into sight. */
export function useFreshPages(
  filter: TicketFilter,
  { query, freshness }: Pick<ReturnType<typeof useTickets>, 'query' | 'freshness'>,
  { first, end }: RowWindow,
): void {
  const queries = useQueryClient();
  const generation = useListGeneration();
  const [reading, setReading] = useState(false);
  const seen = useRef({ first, end });
  useEffect(() => {
    seen.current = { first, end };
  }, [first, end]);
  const shown = query.isSuccess || query.isFetchNextPageError;
  const idle = shown && !query.isFetching && !query.isPlaceholderData && !reading;

  useEffect(() => {
    if (!idle) return;
    const stalePage = (): number | undefined => {
      const sizes = queries
        .getQueryData<Pages>(keys.ticketList(filter))
        ?.pages.map((page) => page.items.length);
      return sizes && pagesInSight(sizes, seen.current).find(freshness.isStale);
    };
    if (stalePage() === undefined) return;
    const readAll = async () => {
      let index = stalePage();
      while (index !== undefined && (await readPage(queries, filter, index, freshness))) index = stalePage();
    };
    setReading(true);
    // What cannot be read now is read with the next change; the rows shown stay as they were.
    void readAll()
      .catch(() => undefined)
      .finally(() => setReading(false));
  }, [idle, first, end, generation, queries, filter, freshness]);
}
