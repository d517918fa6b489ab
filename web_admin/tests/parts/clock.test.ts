import i18next from 'i18next';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Clock, ClockState } from '../../src/api/types';
import { clockLimit, exactSpan, spanParts, viewClock } from '../../src/parts/clock';
import { clockWords } from '../../src/parts/ClockChip';
import { loadWords } from '../support/render';

const start = Date.parse('2026-03-15T06:00:00Z');
const minute = 60_000;
const at = (minutes: number) => new Date(start + minutes * minute).toISOString();

function clock(state: ClockState, dueMinutes: number | null, met: number | null = null): Clock {
  return {
    id: '1',
    kind: 'response',
    state,
    started_at: at(0),
    due_at: dueMinutes === null ? null : at(dueMinutes),
    met_at: met === null ? null : at(met),
    breached_at: null,
  };
}

const seenAfter = (minutes: number, one: Clock) => viewClock(one, start + minutes * minute);

describe('viewClock', () => {
  // M-36: what is soon due is told before it is late
  test.each([
    [10, 'running', 'plain'],
    [59, 'running', 'plain'],
    [60, 'soon', 'warn'],
    [104, 'soon', 'warn'],
    [105, 'urgent', 'bad'],
    [119, 'urgent', 'bad'],
    [120, 'overdue', 'bad'],
    [132, 'overdue', 'bad'],
  ])('after %i of 120 minutes is %s', (minutes, phase, tone) => {
    expect(seenAfter(minutes, clock('running', 120))).toMatchObject({ phase, tone });
  });

  test('used part grows to one and stays there', () => {
    expect(seenAfter(30, clock('running', 120)).used).toBeCloseTo(0.25);
    expect(seenAfter(500, clock('running', 120)).used).toBe(1);
  });

  test('a breached clock that was met late says by how much', () => {
    expect(seenAfter(500, clock('breached', 120, 150))).toMatchObject({
      phase: 'met_late',
      span: 30 * minute,
    });
  });

  test('a met clock says how long it took', () => {
    expect(seenAfter(500, clock('met', 120, 16))).toMatchObject({ phase: 'met', span: 16 * minute });
  });

  test('paused and void clocks never look overdue', () => {
    expect(seenAfter(500, clock('paused', 120)).phase).toBe('paused');
    expect(seenAfter(500, clock('void', 120)).phase).toBe('void');
  });

  test('a running clock without a due time does not invent one', () => {
    expect(seenAfter(500, clock('running', null))).toMatchObject({ phase: 'running', span: 0, used: 0 });
  });
});

test('spans are told in whole units; minutes that are left count up to their end', () => {
  expect(spanParts(20_000)).toEqual({ days: 0, hours: 0, minutes: 1 });
  expect(spanParts(48 * minute)).toEqual({ days: 0, hours: 0, minutes: 48 });
  expect(spanParts(150 * minute)).toEqual({ days: 0, hours: 2, minutes: 30 });
  expect(spanParts(50 * 60 * minute)).toEqual({ days: 2, hours: 2, minutes: 0 });
  expect(spanParts(3.5 * minute, true)).toEqual({ days: 0, hours: 0, minutes: 3 });
  expect(spanParts(20_000, true)).toEqual({ days: 0, hours: 0, minutes: 1 });
});

test('a limit is told in the largest unit that leaves no rest', () => {
  expect(exactSpan(clockLimit(clock('running', 15)) ?? 0)).toEqual({ unit: 'minutes', count: 15 });
  expect(exactSpan(clockLimit(clock('running', 24 * 60)) ?? 0)).toEqual({ unit: 'hours', count: 24 });
  expect(exactSpan(clockLimit(clock('running', 36 * 60)) ?? 0)).toEqual({ unit: 'hours', count: 36 });
  expect(exactSpan(clockLimit(clock('running', 72 * 60)) ?? 0)).toEqual({ unit: 'days', count: 3 });
  expect(clockLimit(clock('void', null))).toBeNull();
});

describe('words', () => {
  beforeAll(() => loadWords('zh-CN'));

  test('say in Chinese what is left or overdue', () => {
    const words = (minutes: number) => clockWords(seenAfter(minutes, clock('running', 120)), i18next.t);
    expect(words(72)).toBe('还有 48 分钟');
    expect(words(132)).toBe('逾期 12 分钟');
    expect(clockWords(seenAfter(1, clock('running', 480)), i18next.t)).toBe('还有 7 小时 59 分钟');
    expect(words(120 + 22 * 60 + 34)).toBe('逾期 22 小时 34 分钟');
    expect(words(120 + 50 * 60)).toBe('逾期 2 天 2 小时');
    expect(clockWords(seenAfter(500, clock('met', 120, 8)), i18next.t)).toBe('已按时完成，用时 8 分钟');
    expect(clockWords(seenAfter(500, clock('breached', 120, 150)), i18next.t)).toBe('已完成，逾期 30 分钟');
  });

  test('say it in English too', async () => {
    await loadWords('en');
    const words = (minutes: number) => clockWords(seenAfter(minutes, clock('running', 120)), i18next.t);
    expect(words(72)).toBe('48 min left');
    expect(words(132)).toBe('Overdue 12 min');
    expect(clockWords(seenAfter(500, clock('met', 120, 8)), i18next.t)).toBe('Met in 8 min');
  });
});
