// Words and colours for a clock at a given moment. Pure: the browser shows what the server decided, it never decides.
import type { Clock, RowClock } from '../api/types';
import type { Tone } from './Chip';

export type ClockPhase = 'running' | 'soon' | 'urgent' | 'overdue' | 'met' | 'met_late' | 'paused' | 'void';

export interface ClockView {
  phase: ClockPhase;
  tone: Tone;
  /** Time to the due time, or past it, or used until met; milliseconds, never negative. */
  span: number;
  /** Part of the time already used, 0 to 1. */
  used: number;
}

const minute = 60_000;
export const urgentSpan = 15 * minute;

const tones: Record<ClockPhase, Tone> = {
  running: 'plain',
  soon: 'warn',
  urgent: 'bad',
  overdue: 'bad',
  met: 'ok',
  met_late: 'bad',
  paused: 'plain',
  void: 'plain',
};

function millis(text: string | null | undefined): number {
  return text ? Date.parse(text) : NaN;
}

function view(phase: ClockPhase, span: number, used: number): ClockView {
  return {
    phase,
    tone: tones[phase],
    span: Math.max(0, span || 0),
    used: Math.min(1, Math.max(0, used || 0)),
  };
}

function endedView(clock: Clock, started: number, due: number): ClockView {
  const met = millis(clock.met_at);
  const phase = met > due ? 'met_late' : 'met';
  return view(phase, phase === 'met_late' ? met - due : met - started, 1);
}

export function viewClock(clock: RowClock | Clock, now: number): ClockView {
  const started = millis(clock.started_at);
  const due = millis(clock.due_at);
  const total = due - started;
  const left = due - now;
  switch (clock.state) {
    case 'met':
      return 'met_at' in clock ? endedView(clock, started, due) : view('met', 0, 1);
    case 'paused':
      return view('paused', left, (now - started) / total);
    case 'void':
      return view('void', 0, 0);
    case 'breached':
    case 'running':
      if (Number.isNaN(due)) return view('running', 0, 0);
      if ('met_at' in clock && clock.met_at) return endedView(clock, started, due);
      if (left <= 0) return view('overdue', -left, 1);
      if (left <= urgentSpan) return view('urgent', left, 1 - left / total);
      if (left <= total / 2) return view('soon', left, 1 - left / total);
      return view('running', left, 1 - left / total);
  }
}

export type SpanUnit = 'minutes' | 'hours' | 'days';

/**
 * A span in whole units. Minutes that are left count up to their end, minutes that are gone once they are full; beside days,
 * minutes are not told.
 */
export function spanParts(span: number, gone = false): { days: number; hours: number; minutes: number } {
  const all = Math.max(1, gone ? Math.floor(span / minute) : Math.ceil(span / minute));
  return { days: Math.floor(all / 1440), hours: Math.floor((all % 1440) / 60), minutes: all % 60 };
}

/** The time a clock was given, start to due; null when it has no due time. */
export function clockLimit(clock: RowClock): number | null {
  const limit = millis(clock.due_at) - millis(clock.started_at);
  return limit > 0 ? limit : null;
}

/** The largest unit that leaves no rest, so that a rule of 36 hours is not told as one day. */
export function exactSpan(span: number): { unit: SpanUnit; count: number } {
  const minutes = Math.max(1, Math.round(span / minute));
  if (minutes % 1440 === 0 && minutes > 1440) return { unit: 'days', count: minutes / 1440 };
  if (minutes % 60 === 0) return { unit: 'hours', count: minutes / 60 };
  return { unit: 'minutes', count: minutes };
}
