// What can be done on the page that is open, for the palette: pages say what they offer while they are shown.
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { UseCase } from '../api/types';

export interface OfferedAct {
  name: UseCase;
  label: string;
  run: () => void;
}

let offered: OfferedAct[] = [];
const listeners = new Set<() => void>();

function offer(acts: OfferedAct[]): void {
  offered = acts;
  listeners.forEach((heard) => heard());
}

function subscribe(heard: () => void): () => void {
  listeners.add(heard);
  return () => listeners.delete(heard);
}

export const useOfferedActs = (): OfferedAct[] => useSyncExternalStore(subscribe, () => offered);

/** Offers these acts as long as the page that calls it is shown. */
export function useOfferActs(acts: OfferedAct[]): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  // Told anew only when another act is offered; what an act does is read when it is chosen.
  const names = acts.map(({ name, label }) => `${name} ${label}`).join('\n');
  useEffect(() => {
    offer(
      latest.current.map(({ name, label }) => ({
        name,
        label,
        run: () => latest.current.find((one) => one.name === name)?.run(),
      })),
    );
    return () => offer([]);
  }, [names]);
}
