import type { Message, Ticket } from '../../src/api/types';

export function sampleTicket(changes: Partial<Ticket> = {}): Ticket {
  return {
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
    preview: '',
    message_count: 3,
    attachment_count: 0,
    unread: false,
    clock: null,
    clocks: [],
    round: 1,
    identities: [],
    reply_to: { display: '*先生' },
    can: { reply: true, note: true, assign: true, claim: true, resolve: true, reopen: false, classify: true },
    unreadable: false,
    ...changes,
  };
}

export function sampleMessage(changes: Partial<Message> = {}): Message {
  return {
    id: '1',
    ticket_id: '41',
    kind: 'inbound',
    author: { name: '*先生', role: 'customer' },
    created_at: '2026-03-15T06:00:00Z',
    sent_at: null,
    text: '您好',
    quoted: '',
    has_html: false,
    has_remote_images: false,
    delivery: null,
    attachments: [],
    automatic: false,
    unreadable: false,
    event: null,
    ...changes,
  };
}
