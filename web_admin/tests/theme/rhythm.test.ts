// One rhythm: spaces on a grid of 8 px with half steps, sizes of type from one scale.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const source = path.resolve(import.meta.dirname, '../../src');
const sheets = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.module.css'))
  .map((name) => ({ name, text: readFileSync(path.join(source, name), 'utf8') }));

function declarations(pattern: RegExp): string[] {
  return sheets.flatMap(({ name, text }) =>
    [...text.matchAll(pattern)].map(([line]) => `${name}: ${line.trim()}`),
  );
}

test('spaces are multiples of 4 px, or a hair', () => {
  const spaces = declarations(/^\s*(?:padding|margin|gap|row-gap|column-gap)[a-z-]*:[^;]*;/gm);
  const offGrid = spaces.filter((line) =>
    [...line.matchAll(/(\d+(?:\.\d+)?)px/g)].some(
      ([, value]) => Number(value) > 2 && Number(value) % 4 !== 0,
    ),
  );
  expect(offGrid).toEqual([]);
});

test('sizes and weights of type come from the scale', () => {
  const types = declarations(/^\s*font-(?:size|weight):[^;]*;/gm);
  expect(types.filter((line) => !/var\(--fd-|: (?:inherit|400);/.test(line))).toEqual([]);
});
