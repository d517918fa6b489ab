import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { Ticket } from '../../src/api/types';
import { ticketChanges } from '../../src/ticket/conflict';
import { changeWords } from '../../src/ticket/words';
import { loadWords } from '../support/render';
import { sampleTicket } from '../support/samples';

beforeAll(() => loadWords('zh-CN'));

const after = (changes: Partial<Ticket>) => ticketChanges(sampleTicket(), sampleTicket(changes));

test('nothing changed, nothing said', () => {
  expect(after({ version: 9, updated_at: '2026-03-15T09:00:00Z' })).toEqual([]);
});

test('says who took it and what moved, in words', () => {
  const changes = after({ owner: { id: '2', display_name: '王强' }, priority: 'P1', state: 'clarifying' });
  expect(changes.map((change) => changeWords(change, i18next.t))).toEqual([
    '负责人：无 → 王强',
    '状态：处理中 → 待核实',
    '优先级：P2 重要 → P1 紧急',
  ]);
});

test('counts new messages', () => {
  const [change] = after({ message_count: 5 });
  expect(change && changeWords(change, i18next.t)).toBe('2 条新消息');
});
