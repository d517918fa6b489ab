// Every text the code asks for exists, and both languages have the same keys and the same values inside.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { catalogue as english } from '../../src/i18n/en';
import { catalogue as chinese } from '../../src/i18n/zh';

const source = path.resolve(import.meta.dirname, '../../src');
const plural = (key: string) => key.replace(/_(one|other)$/, '');

function usedKeys(): string[] {
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name));
  const found = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([^']+)'/g)]);
  return found.map((match) => match[1]!);
}

test('every literal key exists', () => {
  const known = new Set(Object.keys(english).flatMap((key) => [key, plural(key)]));
  expect(usedKeys().filter((key) => !known.has(key))).toEqual([]);
});

test('both languages use the same values', () => {
  const valuesOf = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort();
  const englishWords: Record<string, string> = english;
  for (const [key, text] of Object.entries(chinese)) {
    expect([key, ...valuesOf(text)]).toEqual([key, ...valuesOf(englishWords[key] ?? '')]);
  }
});

test('Chinese is Chinese and English is English', () => {
  const han = /[\u4e00-\u9fff]/;
  const allowed = new Set(['language.zh-CN']);
  const wrong = Object.entries(english).filter(([key, text]) => han.test(text) && !allowed.has(key));
  expect(wrong).toEqual([]);
  const names = new Set([
    'password.strength_0',
    'inbox.said_by',
    'language.en',
    'conflict.field',
    'shortcuts.escape',
    'identity.open_id',
  ]);
  const untranslated = Object.entries(chinese).filter(([key, text]) => !han.test(text) && !names.has(key));
  expect(untranslated).toEqual([]);
});
