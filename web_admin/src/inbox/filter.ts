// The inbox filter lives in the address, so that every view can be shared, bookmarked and gone back to. The text of a search
// does not: it may be a phone number, and addresses stay in the history of the browser. It lives in the state of the entry,
// which goes back and survives a reload, but ends with the tab.
import type {
  Arguments,
  Phase,
  Priority,
  TicketFilter,
  TicketSort,
  TicketType,
  TicketView,
} from '../api/types';
import { momentsOf } from '../parts/days';

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
export const phases: readonly Phase[] = ['pre_sale', 'in_sale', 'after_sale'];
export const sorts: readonly TicketSort[] = ['due', 'updated', 'created'];

function oneOf<T extends string>(allowed: readonly T[], text: string | null): T | undefined {
  return allowed.find((value) => value === text);
}

const idOf = (text: string | null) => (text && /^[1-9]\d*$/.test(text) ? text : undefined);
const dayOf = (text: string | null) => (text && /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : undefined);

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
    phase: oneOf(phases, search.get('phase')),
    channel: search.get('channel') ?? undefined,
    owner: idOf(search.get('owner')),
    customer: idOf(search.get('customer')),
    from: dayOf(search.get('from')),
    to: dayOf(search.get('to')),
    q,
    sort: oneOf(sorts, search.get('sort')) ?? 'due',
  };
}

const narrowing = ['priority', 'type', 'phase', 'channel', 'owner', 'customer', 'from', 'to'] as const;

/** The address query of a filter, without what was searched for; defaults are left out. */
export function writeFilter(filter: TicketFilter): string {
  const search = new URLSearchParams();
  if (filter.view !== 'open') search.set('view', filter.view);
  for (const name of narrowing) {
    const value = filter[name];
    if (value) search.set(name, value);
  }
  if (filter.sort !== 'due') search.set('sort', filter.sort);
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

export function isNarrowed(filter: TicketFilter): boolean {
  return Boolean(filter.q) || narrowing.some((name) => filter[name]);
}

/** What is asked of the server: the days as moments of the reader's own time zone. */
export function askFor({ from, to, ...filter }: TicketFilter): Arguments<'ticket.list'> {
  return { ...filter, ...momentsOf(from ?? '', to ?? '') };
}

/** The way to a ticket of the list: at the message with the words, when they were searched for. */
export function ticketAddress(number: string, filter: TicketFilter, message?: string): string {
  const query = writeFilter(filter);
  const at = message ? `${query ? '&' : '?'}message=${message}` : '';
  return `/inbox/${number}${query}${at}`;
}
