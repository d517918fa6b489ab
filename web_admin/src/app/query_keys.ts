// The names under which answers are cached; the live stream invalidates by the same names.
import type { AuditFilter, TicketFilter } from '../api/types';

export const keys = {
  ticketList: (filter: TicketFilter) => ['ticket_list', filter] as const,
  mergeSearch: (text: string) => ['merge_search', text] as const,
  nextTicket: (generation: number) => ['next_ticket', generation] as const,
  foundTickets: (text: string) => ['found_tickets', text] as const,
  counters: ['counters'] as const,
  inDoubt: ['in-doubt'] as const,
  tickets: ['ticket'] as const,
  ticket: (ref: string) => ['ticket', ref] as const,
  others: (id: string) => ['ticket', id, 'others'] as const,
  allMessages: ['messages'] as const,
  messages: (id: string) => ['messages', id] as const,
  agents: ['agents'] as const,
  plugins: ['plugins'] as const,
  channels: ['channels'] as const,
  channel: (id: string) => ['channels', id] as const,
  unsavedChannel: (place: string) => ['unsaved_channel', place] as const,
  ledger: (id: string, fate: string) => ['channels', id, 'ledger', fate] as const,
  users: ['users'] as const,
  roles: ['roles'] as const,
  audit: (filter: AuditFilter) => ['audit', filter] as const,
  auditState: ['audit_state'] as const,
  damage: ['damage'] as const,
  status: ['status'] as const,
  checks: (language: string) => ['checks', language] as const,
};
