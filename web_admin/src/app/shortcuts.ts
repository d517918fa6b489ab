// Keyboard shortcuts that stay out of the way: never while typing, composing Chinese, or inside a dialog.
import { useEffect, useRef } from 'react';

export type ShortcutMap = Partial<Record<string, (event: KeyboardEvent) => void>>;

const editable = 'input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(editable) !== null;
}

function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

/** `mod+k` for Ctrl or Command with K, `shift+e` for a letter with Shift, otherwise the key itself: `j`, `?`, `Escape`. */
export function shortcutName(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (mod) return `mod+${key}`;
  return event.shiftKey && /^\p{L}$/u.test(key) ? `shift+${key}` : key;
}

export function shouldHandle(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || isComposing(event)) return false;
  if (event.ctrlKey || event.metaKey) return true;
  return !isTyping(event.target) && document.querySelector('[role=dialog], [role=menu]') === null;
}

export function useShortcuts(map: ShortcutMap): void {
  const latest = useRef(map);
  useEffect(() => {
    latest.current = map;
  });
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (!shouldHandle(event)) return;
      const action = latest.current[shortcutName(event)];
      if (!action) return;
      event.preventDefault();
      action(event);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, []);
}
