// Every word the daemon writes into events, the audit log and delivery reasons has a sentence in both languages.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { knownActions } from '../../src/audit/words';
import { catalogue as english } from '../../src/i18n/en';
import { catalogue as chinese } from '../../src/i18n/zh';

const daemon = path.resolve(import.meta.dirname, '../../../daemon');

function sourceOf(folder: string): string {
  return readdirSync(path.join(daemon, folder))
    .filter((name) => name.endsWith('.cpp'))
    .map((name) => readFileSync(path.join(daemon, folder, name), 'utf8'))
    .join('\n');
}

const wordsIn = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map((match) => match[1]!)),
];

function missing(keys: string[]): string[] {
  return keys.filter((key) => !(key in english) || !(key in chinese));
}

test('events of a ticket', () => {
  const desk = sourceOf('desk');
  const told = wordsIn(desk, /\btell\([^;"]*"([a-z_]+)"/g);
  const given = wordsIn(desk, /\bgive_to\([^;]*"([a-z_]+)"\)/g);
  expect(told.length).toBeGreaterThan(5);
  expect(given).toContain('unassigned');
  expect(missing([...told, ...given].map((kind) => `event.${kind}`))).toEqual([]);
});

test('actions in the audit log', () => {
  // Dotted words that name a view are counters.
  const desk = sourceOf('desk').replace(/"ticket\.(open|mine|unassigned|overdue|resolved|closed|all)"/g, '');
  const actions = wordsIn(
    desk,
    /"((?:auth|access|shop|user|ticket|message|sla|attachment|channel|plugin)\.[a-z_]+)"/g,
  );
  expect(actions).toContain('message.unknown');
  expect(missing(actions.map((action) => `audit.action.${action}`))).toEqual([]);
  expect(actions.filter((action) => !(knownActions as readonly string[]).includes(action))).toEqual([]);
  expect(missing(knownActions.map((action) => `audit.action.${action}`))).toEqual([]);
  // What nobody records would be a filter that never finds anything.
  const recorded = ['api', 'app', 'channels', 'desk'].map(sourceOf).join('\n');
  expect(knownActions.filter((action) => !recorded.includes(`"${action}"`))).toEqual([]);
});

test('actors in the audit log', () => {
  const record = readFileSync(path.join(daemon, 'audit/verifier/record.cpp'), 'utf8');
  const kinds = wordsIn(record, /case ActorKind::k\w+: return "(\w+)"/g);
  expect(kinds).toContain('cli');
  expect(missing(kinds.map((kind) => `audit.actor.${kind}`))).toEqual([]);
});

test('states, kinds and clocks of the domain', () => {
  const words = readFileSync(path.join(daemon, 'domain/words.cpp'), 'utf8');
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
