import { screen } from '@testing-library/react';
import { beforeEach, expect, test } from 'vitest';
import type { Clock } from '../../src/api/types';
import { Facts } from '../../src/ticket/Facts';
import { loadWords, renderPart } from '../support/render';
import { sampleTicket } from '../support/samples';

let nextId = 1;
const clock = (kind: Clock['kind'], started_at: string): Clock => ({
  id: String(nextId++),
  kind,
  state: 'void',
  started_at,
  due_at: null,
  met_at: null,
  breached_at: null,
});
const first = '2026-03-15T06:00:00Z';
const second = '2026-03-16T06:00:00Z';
const shown = () =>
  screen.getAllByRole('button', { name: /^Why/ }).map((one) => one.getAttribute('aria-label'));

beforeEach(() => loadWords('en'));

test('clocks stand from the first word to the solution, however they were stored', () => {
  const clocks = [clock('resolve', first), clock('response', first), clock('acknowledge', first)];
  renderPart(<Facts ticket={sampleTicket({ clocks })} />);
  expect(shown()).toEqual(['Why? Acknowledge', 'Why? Response', 'Why? Resolve']);
});

test('clocks of an earlier round follow and say so', () => {
  const clocks = [
    clock('acknowledge', first),
    clock('resolve', first),
    clock('resolve', second),
    clock('response', second),
  ];
  renderPart(<Facts ticket={sampleTicket({ clocks, round: 2 })} />);
  expect(shown()).toEqual([
    'Why? Response',
    'Why? Resolve',
    'Why? Acknowledge, round 1',
    'Why? Resolve, round 1',
  ]);
});
