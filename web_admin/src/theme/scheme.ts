// Light, dark or as the system says: kept in the browser and set before the first paint.
import type { MantineColorSchemeManager } from '@mantine/core';
import type { ThemeChoice } from '../api/types';

const storageKey = 'frontdesk.theme';
const changed = new EventTarget();

export function chosenTheme(): ThemeChoice {
  const stored = localStorage.getItem(storageKey);
  return stored === 'light' || stored === 'dark' ? stored : 'auto';
}

export function applyTheme(choice: ThemeChoice): void {
  localStorage.setItem(storageKey, choice);
  changed.dispatchEvent(new Event('change'));
}

/** Mantine reads and writes the choice through this, so both always agree. */
export function schemeManager(): MantineColorSchemeManager {
  let stop: () => void = () => undefined;
  return {
    get: () => chosenTheme(),
    set: (choice) => localStorage.setItem(storageKey, choice),
    subscribe: (onUpdate) => {
      const heard = () => onUpdate(chosenTheme());
      changed.addEventListener('change', heard);
      stop = () => changed.removeEventListener('change', heard);
    },
    unsubscribe: () => stop(),
    clear: () => localStorage.removeItem(storageKey),
  };
}
