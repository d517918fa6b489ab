// The clocks of a ticket in the order in which they are read: those of this round first, each round from the first word to
// the solution.
import type { Clock, Ticket } from '../api/types';

const kinds: Clock['kind'][] = ['acknowledge', 'response', 'resolve'];

export interface OrderedClock {
  clock: Clock;
  /** The round of a clock that belongs to an earlier one; null for this round. */
  round: number | null;
}

/** All clocks of a round begin at one moment, and the last moment is that of this round. */
export function orderClocks({ clocks, round }: Pick<Ticket, 'clocks' | 'round'>): OrderedClock[] {
  const startOf = (clock: Clock) => Date.parse(clock.started_at ?? '') || 0;
  const starts = [...new Set(clocks.map(startOf))].sort((a, b) => b - a);
  const roundsAgo = (clock: Clock) => (round > 1 ? starts.indexOf(startOf(clock)) : 0);
  return clocks
    .map((clock) => ({ clock, ago: roundsAgo(clock) }))
    .sort((a, b) => a.ago - b.ago || kinds.indexOf(a.clock.kind) - kinds.indexOf(b.clock.kind))
    .map(({ clock, ago }) => ({ clock, round: ago === 0 ? null : Math.max(1, round - ago) }));
}
