// Says that tickets changed somewhere. The list that is shown then reads anew only the pages in sight; the others follow
// when they come into sight. Reading all of a long list again on every event would be dozens of requests per person.
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { keys } from '../app/query_keys';

let generation = 0;
const listeners = new Set<() => void>();

export function announceListChange(queries: QueryClient): void {
  generation += 1;
  listeners.forEach((heard) => heard());
  void queries.invalidateQueries({ queryKey: keys.counters });
}

function subscribe(heard: () => void): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

export const listGeneration = (): number => generation;

/** A number that grows with every announced change. */
export function useListGeneration(): number {
  return useSyncExternalStore(subscribe, listGeneration);
}
