// Calls about tickets and messages.
import { call, newIdempotencyKey, upload } from './client';
import type { ReplyDraft, TicketPatch, TicketSort, TicketView } from './types';

export type { ReplyDraft } from './types';

export interface TicketFilter {
  view: TicketView;
  priority?: string;
  type?: string;
  channel?: string;
  q?: string;
  sort: TicketSort;
}

const at = (id: string) => `/tickets/${encodeURIComponent(id)}`;

export const ticketApi = {
  list: (filter: TicketFilter, after: string | null, signal?: AbortSignal) =>
    call<'listTickets'>('GET', '/tickets', { query: { ...filter, after, limit: 50 }, signal }),
  counters: () => call<'getCounters'>('GET', '/tickets/counters'),
  get: (ref: string) => call<'getTicket'>('GET', at(ref)),
  messages: (id: string, after: string | null) =>
    call<'listMessages'>('GET', `${at(id)}/messages`, { query: { after, limit: 200 } }),
  agents: () => call<'listAgents'>('GET', '/agents'),
  reply: (id: string, version: number, draft: ReplyDraft, key: string) =>
    call<'replyToTicket'>('POST', `${at(id)}/replies`, {
      version,
      body: draft,
      headers: { 'Idempotency-Key': key },
    }),
  note: (id: string, text: string, key: string) =>
    call<'addNote'>('POST', `${at(id)}/notes`, { body: { text }, headers: { 'Idempotency-Key': key } }),
  claim: (id: string, version: number) =>
    call<'claimTicket'>('POST', `${at(id)}/claim`, { version, body: {} }),
  assign: (id: string, version: number, owner: string | null) =>
    call<'assignTicket'>('POST', `${at(id)}/assign`, { version, body: { owner_id: owner } }),
  resolve: (id: string, version: number) =>
    call<'resolveTicket'>('POST', `${at(id)}/resolve`, { version, body: {} }),
  reopen: (id: string, version: number) =>
    call<'reopenTicket'>('POST', `${at(id)}/reopen`, { version, body: {} }),
  classify: (id: string, version: number, patch: TicketPatch) =>
    call<'classifyTicket'>('PATCH', at(id), { version, body: patch }),
  read: (id: string) => call<'markTicketRead'>('POST', `${at(id)}/read`, { body: {} }),
  retry: (messageId: string, confirm: boolean) =>
    call<'retryMessage'>('POST', `/messages/${messageId}/retry`, { body: confirm ? { confirm } : {} }),
  upload: (file: File) => upload(file),
  newKey: newIdempotencyKey,
};
