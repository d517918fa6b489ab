// The inbox filter lives in the address, so that every view can be shared, bookmarked and gone back to.
import type { TicketFilter } from '../api/tickets';
import type { Priority, TicketSort, TicketType, TicketView } from '../api/types';

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

export function readFilter(search: URLSearchParams): TicketFilter {
  return {
    view: oneOf(viewNames, search.get('view')) ?? 'open',
    priority: oneOf(priorities, search.get('priority')),
    type: oneOf(ticketTypes, search.get('type')),
    channel: search.get('channel') ?? undefined,
    q: search.get('q') ?? undefined,
    sort: oneOf(sorts, search.get('sort')) ?? 'due',
  };
}

/** The address query of a filter; defaults are left out. */
export function writeFilter(filter: TicketFilter): string {
  const search = new URLSearchParams();
  if (filter.view !== 'open') search.set('view', filter.view);
  for (const name of ['priority', 'type', 'channel', 'q'] as const) {
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
