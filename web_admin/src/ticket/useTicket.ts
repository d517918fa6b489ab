// One ticket with its messages, and the acts on it. Every act carries the version that was seen.
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { call } from '../api/client';
import { asProblem, type Problem } from '../api/problem';
import type { Message, Ticket } from '../api/types';
import { keys } from '../app/query_keys';
import { announceListChange } from '../inbox/list_changes';
import { useNextPage } from '../parts/next_page';
import { ticketChanges, type Change } from './conflict';

export interface ActFailure {
  problem: Problem;
  /** Filled when the ticket was changed by someone else in between. */
  changes: Change[] | null;
}

export function useTicket(ref: string) {
  return useQuery({ queryKey: keys.ticket(ref), queryFn: () => call('ticket.show', { ticket: ref }) });
}

const pagesLoadedAlone = 5;

/** All messages, oldest first; a very long ticket loads its later pages on demand. */
export function useMessages(ticketId: string | undefined) {
  const query = useInfiniteQuery({
    queryKey: keys.messages(ticketId ?? ''),
    queryFn: ({ pageParam }) =>
      call('message.list', { ticket: ticketId ?? '', after: pageParam, limit: 200 }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: ticketId !== undefined,
  });
  useNextPage(query, (query.data?.pages.length ?? 0) < pagesLoadedAlone);
  const messages = useMemo<Message[]>(
    () => query.data?.pages.flatMap((page) => page.items) ?? [],
    [query.data],
  );
  return { query, messages };
}

/** Runs acts on a ticket one at a time and turns a version conflict into the list of what changed. */
export function useActs(ref: string, ticket: Ticket) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [failure, setFailure] = useState<ActFailure | null>(null);

  const refresh = async (fresh?: Ticket) => {
    if (fresh && 'clocks' in fresh) queries.setQueryData(keys.ticket(ref), fresh);
    announceListChange(queries);
    await Promise.all([
      queries.invalidateQueries({ queryKey: keys.ticket(ref) }),
      queries.invalidateQueries({ queryKey: keys.messages(ticket.id) }),
    ]);
  };

  const explain = async (problem: Problem): Promise<ActFailure> => {
    if (!problem.isConflict) return { problem, changes: null };
    const now = await call('ticket.show', { ticket: ref }).catch(() => null);
    if (now) await refresh(now);
    return { problem, changes: now ? ticketChanges(ticket, now) : null };
  };

  /** True when the act was done; `onDone` is called at once, before the page has read the ticket anew. */
  const run = async (
    name: string,
    act: () => Promise<Ticket | Message>,
    onDone?: () => void,
  ): Promise<boolean> => {
    setBusy(name);
    setFailure(null);
    try {
      const result = await act();
      onDone?.();
      await refresh('clocks' in result ? result : undefined);
      return true;
    } catch (error) {
      const problem = asProblem(error);
      // The dialog that asks to sign in again says it, and goes with the reason.
      if (problem.status !== 401) setFailure(await explain(problem));
      return false;
    } finally {
      setBusy(null);
    }
  };

  return { run, busy, failure, dismiss: () => setFailure(null), refresh };
}

export type Acts = ReturnType<typeof useActs>;
