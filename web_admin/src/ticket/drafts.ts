// Unsent texts, per ticket and tab: in memory, and in session storage so that a reload or crash of the page loses nothing.
import type { Upload } from '../api/types';

export type ComposerTab = 'reply' | 'note';

const prefix = 'frontdesk.draft.';
const files = new Map<string, Upload[]>();

const keyOf = (ticketId: string, tab: ComposerTab) => `${prefix}${ticketId}.${tab}`;

export const drafts = {
  text: (ticketId: string, tab: ComposerTab): string => sessionStorage.getItem(keyOf(ticketId, tab)) ?? '',
  keepText(ticketId: string, tab: ComposerTab, text: string): void {
    if (text === '') sessionStorage.removeItem(keyOf(ticketId, tab));
    else sessionStorage.setItem(keyOf(ticketId, tab), text);
  },
  files: (ticketId: string): Upload[] => files.get(ticketId) ?? [],
  keepFiles: (ticketId: string, uploads: Upload[]): void => void files.set(ticketId, uploads),
  clear(ticketId: string, tab: ComposerTab): void {
    sessionStorage.removeItem(keyOf(ticketId, tab));
    if (tab === 'reply') files.delete(ticketId);
  },
};
