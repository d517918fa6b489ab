// The inbox filter lives in the address, so that every view can be shared, bookmarked and gone back to. The text of a search
// does not: it may be a phone number, and addresses stay in the history of the browser. It lives in the state of the entry,
// which goes back and survives a reload, but ends with the tab.
import type { Priority, TicketFilter, TicketSort, TicketType, TicketView } from '../api/types';

export const viewNames: readonly TicketView[] = [
  'open',
  'mine',
  'unassigned',
  'overdue',
  'resolved',
  'closed',
  'all',
];
export const priorities: readonly Priority[] = ['P1', 'P2', 'P3'];
export const ticketTypes: readonly TicketType[] = [
  'function_fault',
  'service_experience',
  'consultation',
  'complaint',
];
export const sorts: readonly TicketSort[] = ['due', 'updated', 'created'];

function oneOf<T extends string>(allowed: readonly T[], text: string | null): T | undefined {
  return allowed.find((value) => value === text);
}

/** What an entry of the tab's history keeps beside its address. */
export type EntryState = { q: string } | null;

export const searchState = (q: string | undefined): EntryState => (q ? { q } : null);

export function readSearch(state: unknown): string | undefined {
  const q = typeof state === 'object' && state !== null && 'q' in state ? state.q : undefined;
  return typeof q === 'string' ? q : undefined;
}

export function readFilter(search: URLSearchParams, q: string | undefined): TicketFilter {
  return {
    view: oneOf(viewNames, search.get('view')) ?? 'open',
    priority: oneOf(priorities, search.get('priority')),
    type: oneOf(ticketTypes, search.get('type')),
    channel: search.get('channel') ?? undefined,
    q,
    sort: oneOf(sorts, search.get('sort')) ?? 'due',
  };
}

/** The address query of a filter, without what was searched for; defaults are left out. */
export function writeFilter(filter: TicketFilter): string {
  const search = new URLSearchParams();
  if (filter.view !== 'open') search.set('view', filter.view);
  for (const name of ['priority', 'type', 'channel'] as const) {
    const value = filter[name];
    if (value) search.set(name, value);
  }
  if (filter.sort !== 'due') search.set('sort', filter.sort);
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export function isNarrowed(filter: TicketFilter): boolean {
  return Boolean(filter.priority || filter.type || filter.channel || filter.q);
}
