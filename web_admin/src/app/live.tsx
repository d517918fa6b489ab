// The live stream: what changes on the server reaches the page without reloading. When the stream breaks, the browser
// reconnects by itself (with Last-Event-ID); until then the page polls and a banner says so.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { apiRoot } from '../api/client';
import type { Counters } from '../api/types';
import { keys } from './query_keys';
import { mayWorkTickets, useUser } from './session';

type Connection = 'connecting' | 'live' | 'lost';

const LiveContext = createContext<Connection>('connecting');
const graceBeforeBanner = 3_000;
const pollWhileLost = 15_000;
const quietBetweenLists = 1_000;

function parse<T>(event: MessageEvent<string>): Partial<T> {
  try {
    return JSON.parse(event.data) as Partial<T>;
  } catch {
    return {};
  }
}

/** Gathers bursts of ticket events into one refetch of the lists. */
function makeListRefresh(queries: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void queries.invalidateQueries({ queryKey: keys.ticketLists });
      void queries.invalidateQueries({ queryKey: keys.counters });
    }, quietBetweenLists);
  };
}

function listen(source: EventSource, queries: QueryClient): void {
  const refreshLists = makeListRefresh(queries);
  source.addEventListener('ticket', (event) => {
    const { id, number } = parse<{ id: string; number: string }>(event);
    refreshLists();
    for (const ref of [id, number]) if (ref) void queries.invalidateQueries({ queryKey: keys.ticket(ref) });
    if (id) void queries.invalidateQueries({ queryKey: keys.messages(id) });
  });
  source.addEventListener('message', (event) => {
    const { ticket_id: ticket } = parse<{ ticket_id: string }>(event);
    if (ticket) void queries.invalidateQueries({ queryKey: keys.messages(ticket) });
  });
  source.addEventListener('reset', () => refreshAll(queries));
  source.addEventListener('channel', () => void queries.invalidateQueries({ queryKey: keys.channels }));
  source.addEventListener('counters', (event) => {
    const counters = parse<Counters>(event);
    if (typeof counters.open === 'number') queries.setQueryData(keys.counters, counters);
    else void queries.invalidateQueries({ queryKey: keys.counters });
  });
}

function refreshAll(queries: QueryClient): void {
  for (const key of [keys.ticketLists, keys.counters, keys.tickets, keys.allMessages, keys.channels]) {
    void queries.invalidateQueries({ queryKey: key });
  }
}

function useStream(): Connection {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');

  useEffect(() => {
    let source: EventSource;
    let grace: ReturnType<typeof setTimeout> | undefined;
    let again: ReturnType<typeof setTimeout> | undefined;
    let everLost = false;

    const open = () => {
      source = new EventSource(`${apiRoot}/events`);
      listen(source, queries);
      source.onopen = () => {
        clearTimeout(grace);
        grace = undefined;
        setConnection('live');
        if (everLost) refreshAll(queries);
        everLost = false;
      };
      source.onerror = () => {
        everLost = true;
        grace ??= setTimeout(() => setConnection('lost'), graceBeforeBanner);
        // A refused stream is not retried by the browser; try again ourselves.
        if (source.readyState === EventSource.CLOSED) again = setTimeout(open, 5_000);
      };
    };

    open();
    return () => {
      clearTimeout(grace);
      clearTimeout(again);
      source.close();
    };
  }, [queries]);

  useEffect(() => {
    if (connection !== 'lost') return;
    const timer = setInterval(() => refreshAll(queries), pollWhileLost);
    return () => clearInterval(timer);
  }, [connection, queries]);

  return connection;
}

function Stream({ children }: { children: ReactNode }) {
  return <LiveContext value={useStream()}>{children}</LiveContext>;
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const user = useUser();
  // One stream per person: a different account gets its own.
  return <Stream key={`${user.id}/${mayWorkTickets(user)}`}>{children}</Stream>;
}

export function useConnection(): Connection {
  return useContext(LiveContext);
}
