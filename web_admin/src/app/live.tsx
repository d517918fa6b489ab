// What changes on the server reaches the page without reloading. While the stream is broken the page polls, and a banner
// says so.
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import type { LiveEvents } from '../api/types';
import { announceListChange } from '../inbox/list_changes';
import { joinStream, type Connection, type LiveEvent } from './live_stream';
import { keys } from './query_keys';
import { useRights, useUser } from './session';

const LiveContext = createContext<Connection>('connecting');
const pollWhileLost = 15_000;
const quietBetweenLists = 1_000;

function parse<Name extends keyof LiveEvents>(data: string): Partial<LiveEvents[Name]> {
  try {
    return JSON.parse(data) as Partial<LiveEvents[Name]>;
  } catch {
    return {};
  }
}

/** Gathers bursts of ticket events into one reading of the lists. */
function makeListRefresh(queries: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      announceListChange(queries);
    }, quietBetweenLists);
  };
}

function makeFollower(queries: QueryClient): (event: LiveEvent) => void {
  const refreshLists = makeListRefresh(queries);
  const renew = (queryKey: readonly unknown[]) => void queries.invalidateQueries({ queryKey });
  return ({ name, data }) => {
    switch (name) {
      case 'ticket': {
        const { id, number } = parse<'ticket'>(data);
        refreshLists();
        for (const ref of [id, number]) if (ref) renew(keys.ticket(ref));
        if (id) renew(keys.messages(id));
        return;
      }
      case 'message': {
        const { ticket_id: ticket } = parse<'message'>(data);
        if (ticket) renew(keys.messages(ticket));
        return;
      }
      case 'channel':
        return renew(keys.channels);
      case 'reset':
        return refreshAll(queries);
    }
  };
}

function refreshAll(queries: QueryClient): void {
  announceListChange(queries);
  for (const key of [keys.tickets, keys.allMessages, keys.channels]) {
    void queries.invalidateQueries({ queryKey: key });
  }
}

function useStream(name: string): Connection {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');

  useEffect(
    () =>
      joinStream(name, {
        event: makeFollower(queries),
        state: (state, missed) => {
          setConnection(state);
          if (missed) refreshAll(queries);
        },
      }),
    [name, queries],
  );

  useEffect(() => {
    if (connection !== 'lost') return;
    const timer = setInterval(() => refreshAll(queries), pollWhileLost);
    return () => clearInterval(timer);
  }, [connection, queries]);

  return connection;
}

function Stream({ name, children }: { name: string; children: ReactNode }) {
  return <LiveContext value={useStream(name)}>{children}</LiveContext>;
}

export function LiveProvider({ children }: { children: ReactNode }) {
  const user = useUser();
  // One stream per person: a different account, or the same with other rights, gets its own.
  const name = `frontdesk.live.${user.id}.${Object.values(useRights()).join('.')}`;
  return (
    <Stream key={name} name={name}>
      {children}
    </Stream>
  );
}

export function useConnection(): Connection {
  return useContext(LiveContext);
}
