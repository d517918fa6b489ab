// What changed between the ticket someone saw and the ticket as it is now: shown instead of overwritten.
import type { Ticket } from '../api/types';

export type ChangedField = 'owner' | 'state' | 'priority' | 'type' | 'phase' | 'topic' | 'messages';

export interface Change {
  field: ChangedField;
  from: string | null;
  to: string | null;
}

function facts(ticket: Ticket): Record<ChangedField, string | null> {
  return {
    messages: String(ticket.message_count),
    owner: ticket.owner?.display_name ?? null,
    state: ticket.state,
    priority: ticket.priority,
    type: ticket.type,
    phase: ticket.phase,
    topic: ticket.topic,
  };
}

export function ticketChanges(seen: Ticket, now: Ticket): Change[] {
  const before = facts(seen);
  const after = facts(now);
  return (Object.keys(before) as ChangedField[])
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, from: before[field], to: after[field] }));
}

/** How many messages arrived since; never negative. */
export function newMessages(change: Change): number {
  return Math.max(0, Number(change.to) - Number(change.from));
}
