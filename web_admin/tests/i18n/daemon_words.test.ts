// Every word the daemon writes into events, the audit log, refusals and delivery reasons has a sentence in both languages.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { catalogue as english, recorded as englishRecords } from '../../src/i18n/en';
import { recordedActions } from '../../src/i18n/records';
import { catalogue as chinese, recorded as chineseRecords } from '../../src/i18n/zh';
import useCases from '../support/use_cases.json';

const daemon = path.resolve(import.meta.dirname, '../../../daemon');

function sourceOf(folder: string): string {
  return readdirSync(path.join(daemon, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(cpp|h)$/.test(entry.name))
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
    .replace(/\/\/.*/g, '');
}

const wordsIn = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1]!)),
];

function missing(keys: string[]): string[] {
  const inEnglish = { ...english, ...englishRecords };
  const inChinese = { ...chinese, ...chineseRecords };
  return keys.filter((key) => !(key in inEnglish) || !(key in inChinese));
}

test('events of a ticket', () => {
  const desk = sourceOf('desk');
  const told = wordsIn(desk, /\btell\([^;"]*"([a-z_]+)"/g);
  const given = wordsIn(desk, /\bgive\([^;]*"([a-z_]+)"\)/g);
  expect(told.length).toBeGreaterThan(5);
  expect(told).toContain('answered_for');
  expect(given).toContain('unassigned');
  expect(missing([...told, ...given].map((kind) => `event.${kind}`))).toEqual([]);
});

test('refusals', () => {
  const keys = wordsIn(['api', 'desk'].map(sourceOf).join('\n'), /"(error\.[a-z_]+)"/g);
  expect(keys).toContain('error.not_your_ticket');
  expect(missing(keys)).toEqual([]);
});

test('actions in the audit log', () => {
  // Dotted words that name a view are counters.
  const sources = ['api', 'app', 'audit', 'channels', 'desk'].map(sourceOf).join('\n');
  const desk = sourceOf('desk').replace(/"ticket\.(open|mine|unassigned|overdue|resolved|closed|all)"/g, '');
  const names = useCases.map((row) => row.name);
  const written = wordsIn(
    desk,
    /"((?:auth|access|shop|user|ticket|message|sla|attachment|channel|plugin)\.[a-z_]+)"/g,
  );
  const byTheDesk = written.filter((action) => !names.includes(action));
  expect(byTheDesk).toContain('message.unknown');
  expect(missing(byTheDesk.map((action) => `done.${action}`))).toEqual([]);
  // What nobody records would be a filter that never finds anything.
  const known = recordedActions(englishRecords);
  expect(known.filter((action) => !names.includes(action) && !sources.includes(`"${action}"`))).toEqual([]);
});

test('actors in the audit log', () => {
  const record = readFileSync(path.join(daemon, 'audit/verifier/record.cpp'), 'utf8');
  const kinds = wordsIn(record, /case ActorKind::k\w+: return "(\w+)"/g);
  expect(kinds).toContain('cli');
  expect(missing(kinds.map((kind) => `audit.actor.${kind}`))).toEqual([]);
});

test('states, kinds and clocks of the domain', () => {
  const words = readFileSync(path.join(daemon, 'domain/profile/words.cpp'), 'utf8');
  const of = (type: string) => wordsIn(words, new RegExp(`{${type}::k\\w+, "(\\w+)"}`, 'g'));
  const keys = [
    ...of('TicketState').map((word) => `state.ticket.${word}`),
    ...of('Priority').map((word) => `priority.${word}`),
    ...of('TicketType').map((word) => `type.${word}`),
    ...of('Phase').map((word) => `phase.${word}`),
    ...of('Delivery').map((word) => `delivery.${word}`),
    ...of('IdentityKind').map((word) => `identity.${word}`),
    ...of('ClockKind').flatMap((word) => [`clock.kind.${word}`, `clock.why.${word}`]),
  ];
  expect(keys.length).toBeGreaterThan(25);
  expect(missing(keys)).toEqual([]);
});
