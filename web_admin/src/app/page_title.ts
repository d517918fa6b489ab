import { useEffect } from 'react';

/** Names the browser tab after the page; a count in front tells how much waits. */
export function usePageTitle(title: string, count = 0): void {
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${title} · Frontdesk`;
  }, [title, count]);
}
