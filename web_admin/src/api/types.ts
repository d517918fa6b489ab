// The shapes of the REST interface, version 1. Ids are strings of digits, times RFC 3339 in UTC.

export type Language = 'zh-CN' | 'en';
export type ThemeChoice = 'auto' | 'light' | 'dark';
export type Role = 'admin' | 'supervisor' | 'agent';

export interface User {
  id: string;
  name: string;
  display_name: string;
  roles: Role[];
  language: Language;
  theme?: ThemeChoice;
  disabled: boolean;
  created_at: string;
  version: number;
}

export interface Session {
  user: User;
  csrf: string;
  expires_at: string;
}

export interface SetupState {
  needed: boolean;
  token_required: boolean;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Person {
  id: string;
  display_name: string;
}

export type TicketState =
  | 'new'
  | 'open'
  | 'clarifying'
  | 'waiting_customer'
  | 'waiting_department'
  | 'resolved'
  | 'confirming'
  | 'closed'
  | 'archived'
  | 'spam'
  | 'merged';
export type Priority = 'P1' | 'P2' | 'P3';
export type TicketType = 'function_fault' | 'service_experience' | 'consultation' | 'complaint';
export type Phase = 'pre_sale' | 'in_sale' | 'after_sale';
export type ClockState = 'running' | 'paused' | 'met' | 'breached' | 'void';

export interface RowClock {
  kind: string;
  state: ClockState;
  due_at: string | null;
  started_at: string | null;
}

export interface Clock extends RowClock {
  id: string;
  met_at: string | null;
  breached_at: string | null;
}

export interface TicketRow {
  id: string;
  number: string;
  version: number;
  subject: string;
  state: TicketState;
  priority: Priority;
  type: TicketType;
  phase: Phase | null;
  topic: string | null;
  channel: { id: string; name: string; plugin: string };
  customer: { id: string; number: string; name: string };
  owner: Person | null;
  created_at: string;
  updated_at: string;
  last_message_at: string | null;
  preview: string;
  message_count: number;
  attachment_count: number;
  unread: boolean;
  clock: RowClock | null;
}

export interface Ticket extends TicketRow {
  clocks: Clock[];
  round: number;
  identities: { kind: string; display: string }[];
  reply_to: { display: string } | null;
  can: Record<TicketAct, boolean>;
  unreadable: boolean;
}

export type TicketAct = 'reply' | 'note' | 'assign' | 'claim' | 'resolve' | 'reopen' | 'classify';
export type TicketView = 'open' | 'mine' | 'unassigned' | 'overdue' | 'resolved' | 'closed' | 'all';
export type Counters = Partial<Record<TicketView, number>>;
export type TicketSort = 'due' | 'updated' | 'created';

export type DeliveryState = 'queued' | 'sending' | 'sent' | 'delivered' | 'failed' | 'unknown';

export interface Delivery {
  state: DeliveryState;
  reason: string | null;
  attempts: number;
  next_attempt_at: string | null;
}

export interface Attachment {
  id: string;
  name: string;
  mime: string;
  size: number;
  inline: boolean;
}

export interface Message {
  id: string;
  ticket_id: string;
  kind: 'inbound' | 'outbound' | 'note' | 'system';
  author: { name: string; role: 'customer' | 'agent' | 'system' };
  created_at: string;
  sent_at: string | null;
  text: string;
  quoted: string | null;
  has_html: boolean;
  has_remote_images: boolean;
  delivery: Delivery | null;
  attachments: Attachment[];
  automatic: boolean;
  unreadable: boolean;
  event: { kind: string; from?: string | null; to?: string | null } | null;
}

export interface Upload {
  id: string;
  name: string;
  mime: string;
  size: number;
}

export interface TicketPatch {
  priority?: Priority;
  type?: TicketType;
  phase?: Phase | null;
  topic?: string;
  reason: string;
}

export type Localised = Partial<Record<Language, string>>;
export type JsonSchema = Record<string, unknown>;

export interface PluginInfo {
  id: string;
  version: string;
  names: Localised | null;
  descriptions: Localised | null;
  capabilities: string[];
  receive: string[];
  config_schema: JsonSchema | null;
  path: string;
  library_sha256: string;
  approval: {
    state: 'new' | 'approved' | 'changed';
    library_sha256: string;
    version: string;
    approved_at: string | null;
  };
}

export type ChannelState = 'ok' | 'degraded' | 'needs_reauth' | 'stopped' | 'quarantined' | 'starting';
export type Config = Record<string, unknown>;

export interface Channel {
  id: string;
  plugin: string;
  name: string;
  enabled: boolean;
  state: ChannelState;
  reason: { code: string; text: string } | null;
  last_success_at: string | null;
  next_poll_at: string | null;
  activated_at: string | null;
  config: Config;
  version: number;
  counters: { received: number; pending: number; failed: number; outbox: number };
}

export interface CheckStep {
  name: string;
  state: 'ok' | 'failed' | 'skipped';
  code: string | null;
  text: string | null;
}

export interface CheckResult {
  ok: boolean;
  steps: CheckStep[];
}

export type Fate = 'pending' | 'ticket' | 'follow_up' | 'duplicate' | 'quarantined';

export interface LedgerItem {
  id: string;
  dedup_key: string;
  received_at: string;
  fate: Fate;
  ticket: { id: string; number: string } | null;
  reason: string | null;
}

export interface AuditRecord {
  seq: number | string;
  at: string;
  actor: { kind: string; id: string | null; name: string | null };
  action: string;
  object: { type: string; id: string | null } | null;
  ip: string | null;
  request_id: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  result: string | null;
}

export interface AuditState {
  size: number;
  last_checkpoint: { size: number; at: string; root: string } | null;
  /** Outcome of the check at the start; null while it has not been made. */
  intact: boolean | null;
}

export interface Status {
  version: string;
  schema: number | string;
  uptime_s: number;
  channels: Partial<Record<ChannelState, number>>;
  journal_pending: number;
  outbox_pending: number;
  oldest_pending_at: string | null;
}
