// Calls about tickets and messages.
import { call, newIdempotencyKey, upload } from './client';
import type {
  Counters,
  Message,
  Page,
  Person,
  Ticket,
  TicketPatch,
  TicketRow,
  TicketSort,
  TicketView,
  Upload,
} from './types';

export interface TicketFilter {
  view: TicketView;
  priority?: string;
  type?: string;
  channel?: string;
  q?: string;
  sort: TicketSort;
}

export interface ReplyDraft {
  text: string;
  attachments: string[];
  resolve: boolean;
}

const at = (id: string) => `/tickets/${encodeURIComponent(id)}`;

export const ticketApi = {
  list: (filter: TicketFilter, after: string | null, signal?: AbortSignal) =>
    call<Page<TicketRow>>('GET', '/tickets', { query: { ...filter, after, limit: 50 }, signal }),
  counters: () => call<Counters>('GET', '/tickets/counters'),
  get: (ref: string) => call<Ticket>('GET', at(ref)),
  messages: (id: string, after: string | null) =>
    call<Page<Message>>('GET', `${at(id)}/messages`, { query: { after, limit: 200 } }),
  agents: () => call<{ items: Person[] }>('GET', '/agents'),
  reply: (id: string, version: number, draft: ReplyDraft, key: string) =>
    call<Message>('POST', `${at(id)}/replies`, { version, body: draft, headers: { 'Idempotency-Key': key } }),
  note: (id: string, text: string) => call<Message>('POST', `${at(id)}/notes`, { body: { text } }),
  claim: (id: string, version: number) => call<Ticket>('POST', `${at(id)}/claim`, { version, body: {} }),
  assign: (id: string, version: number, owner: string | null) =>
    call<Ticket>('POST', `${at(id)}/assign`, { version, body: { owner_id: owner } }),
  resolve: (id: string, version: number) => call<Ticket>('POST', `${at(id)}/resolve`, { version, body: {} }),
  reopen: (id: string, version: number) => call<Ticket>('POST', `${at(id)}/reopen`, { version, body: {} }),
  classify: (id: string, version: number, patch: TicketPatch) =>
    call<Ticket>('PATCH', at(id), { version, body: patch }),
  read: (id: string) => call<void>('POST', `${at(id)}/read`, { body: {} }),
  retry: (messageId: string, confirm: boolean) =>
    call<Message>('POST', `/messages/${messageId}/retry`, { body: confirm ? { confirm } : {} }),
  upload: (file: File) => upload<Upload>(file),
  newKey: newIdempotencyKey,
};
