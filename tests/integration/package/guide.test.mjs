// The guide for administrators says the same in both languages, and names only what the program knows. That it can be
// followed is proved on a clean machine (tests/packaging).
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { commands } from '../../packaging/guide.mjs';
import { tried } from './staging.mjs';

const documents = ['install', 'configure', 'channels_and_people', 'backup_and_upgrade', 'trouble'];
/// Without what is said to people: quoted words and the names of examples.
const bare = (line) =>
  line
    .replace(/"[^"]*"/g, '""')
    .replace(/Shop|小店/g, 'S')
    .replace(/NAME|名称/g, 'N');

test('both languages have the same commands in the same order', () => {
  for (const name of documents) {
    assert.ok(commands('en', name).length > 0, name);
    assert.deepEqual(commands('zh-CN', name).map(bare), commands('en', name).map(bare), name);
  }
});

test('every verb of the guide is one of the command line', () => {
  const program = path.join(process.env.FRONTDESK_BIN, 'frontdesk');
  for (const line of documents.flatMap((name) => commands('en', name))) {
    const [, group, verb] = /^(?:sudo )?frontdesk (\S+) ?(\S*)/.exec(line) ?? [];
    if (!group) continue;
    const words = verb && !verb.startsWith('-') ? [group, verb] : [group];
    const { code, out } = tried(program, ...words, '--help');
    assert.ok(code === 0 && out.includes(words.at(-1)), line);
  }
});
