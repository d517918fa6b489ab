import { useSyncExternalStore } from 'react';

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (notify) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', notify);
      return () => list.removeEventListener('change', notify);
    },
    () => window.matchMedia(query).matches,
  );
}

export type Columns = 1 | 2 | 3;

/** Three columns from 1200 px, two from 900, one below. */
export function useColumns(): Columns {
  const three = useMedia('(min-width: 1200px)');
  const two = useMedia('(min-width: 900px)');
  if (three) return 3;
  return two ? 2 : 1;
}

/** Between 900 and 1280 px the rail shows signs only (Rail.module.css), and on small screens it is behind a button. */
export const useRailShowsViews = (): boolean => useMedia('(min-width: 1280px)');
