import type { Channel, Counters, Message, Role, Session, Ticket, TicketRow, User } from '../../src/api/types';
import { actsOf, provenActs, rightsOf } from './rights';

export function sampleUser(changes: Partial<User> = {}): User {
  return {
    id: '9',
    name: 'li.min',
    display_name: '李敏',
    roles: ['supervisor'],
    language: 'zh-CN',
    theme: 'auto',
    disabled: false,
    created_at: '2026-03-01T06:00:00Z',
    version: 1,
    ...changes,
  };
}

export const sampleSession = (user = sampleUser()): Session => ({
  user,
  rights: rightsOf(user.roles),
  csrf: 'x',
  expires_at: '2026-03-16T06:00:00Z',
  device: '',
});

export function sampleChannel(changes: Partial<Channel> = {}): Channel {
  return {
    id: '1',
    plugin: 'email',
    name: '客服邮箱',
    enabled: true,
    state: 'ok',
    reason: null,
    last_success_at: null,
    next_poll_at: null,
    activated_at: null,
    config: {},
    version: 1,
    counters: { received: 0, pending: 0, failed: 0, outbox: 0, unread: 0 },
    same_account: [],
    ...changes,
  };
}

/** A ticket as people in these roles see it. It offers all they may do, or what a test says within that. */
export function sampleTicket(changes: Partial<Ticket> = {}, roles: Role[] = ['supervisor']): Ticket {
  const ticket: Ticket = {
    id: '41',
    number: 'P20260315001',
    version: 3,
    subject: '支付失败',
    state: 'open',
    priority: 'P2',
    type: 'function_fault',
    phase: null,
    topic: '',
    channel: { id: '1', name: '客服邮箱', plugin: 'email' },
    customer: { id: '5', number: 'C1', name: '*先生' },
    owner: null,
    created_at: '2026-03-15T06:00:00Z',
    updated_at: '2026-03-15T06:00:00Z',
    last_message_at: null,
    last_message: { text: '', by: 'customer', name: '' },
    message_count: 3,
    attachment_count: 0,
    unread: false,
    clock: null,
    hit: null,
    clocks: [],
    round: 1,
    identities: [],
    reply_to: { display: '*先生' },
    merged_into: null,
    can: [],
    unreadable: false,
    ...changes,
  };
  const self = sampleUser().id;
  const colleagues = ticket.owner !== null && ticket.owner.id !== self;
  // Claiming is for what nobody has.
  ticket.can =
    changes.can ??
    actsOf(roles, ticket.state, colleagues).filter((act) => act !== 'ticket.claim' || !ticket.owner);
  provenActs(roles, ticket, self);
  return ticket;
}

/** The ticket as it stands in a list. */
export function sampleRow(changes: Partial<TicketRow> = {}): TicketRow {
  const {
    clocks: _clocks,
    round: _round,
    identities: _of,
    reply_to: _to,
    merged_into: _way,
    can: _can,
    unreadable: _un,
    ...row
  } = sampleTicket();
  return { ...row, ...changes };
}

export function sampleMessage(changes: Partial<Message> = {}): Message {
  return {
    id: '1',
    ticket_id: '41',
    kind: 'inbound',
    author: { name: '*先生', address: '***@customer.test', role: 'customer' },
    created_at: '2026-03-15T06:00:00Z',
    sent_at: null,
    text: '您好',
    quoted: '',
    has_html: false,
    html_holds_more: false,
    has_remote_images: false,
    delivery: null,
    attachments: [],
    damaged_since: null,
    people: [],
    aside: false,
    automatic: false,
    unreadable: false,
    elsewhere: false,
    event: null,
    ...changes,
  };
}

export const sampleCounters = (changes: Partial<Counters> = {}): Counters => ({
  open: 0,
  mine: 0,
  mine_unread: 0,
  unassigned: 0,
  overdue: 0,
  resolved: 0,
  closed: 0,
  in_doubt: 0,
  all: 0,
  ...changes,
});
