// What was typed into a channel's form and not saved. It waits in memory while other pages are open: beside the answers of
// the server, because they are forgotten when the person changes. It holds passwords, so it goes into no storage.
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { Channel, Config } from '../api/types';
import { keys } from '../app/query_keys';

/** The part of the form that a person fills in. */
export interface Filled {
  name: string;
  values: Config;
}

export interface Unsaved {
  filled: Filled;
  /** What the form began with. */
  base: Filled;
  /** The channel that the typed text was made for; undefined for a new one. */
  seen: Channel | undefined;
}

const same = (one: Filled, other: Filled) => JSON.stringify(one) === JSON.stringify(other);

/** `place` names the person and the form: a channel, or a plugin for a new channel. `kept` is what an earlier visit left there. */
export function useUnsaved(place: string) {
  const queries = useQueryClient();
  const [kept] = useState(() => queries.getQueryData<Unsaved>(keys.unsavedChannel(place)));
  const forget = () => queries.removeQueries({ queryKey: keys.unsavedChannel(place) });
  return { kept, forget };
}

/** Keeps the form as it is now, and lets the browser ask before the whole application is left. */
export function useKeepUnsaved(place: string, { filled, base, seen }: Unsaved): boolean {
  const queries = useQueryClient();
  const dirty = !same(filled, base);
  useEffect(() => {
    const queryKey = keys.unsavedChannel(place);
    queries.setQueryDefaults(queryKey, { gcTime: Infinity });
    if (dirty) queries.setQueryData<Unsaved>(queryKey, { filled, base, seen });
    else queries.removeQueries({ queryKey });
  }, [queries, place, dirty, filled, base, seen]);

  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
  return dirty;
}
