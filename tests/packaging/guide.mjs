// The guide for administrators: its lines of shell, to be followed word for word.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { shell, source } from './machine.mjs';

/// Every command of a document, comments taken away: the lines of its blocks, and what stands in backquotes and begins
/// with sudo or curl.
export function commands(language, name) {
  const text = readFileSync(path.join(source, 'docs/admin', language, `${name}.md`), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n(.*?)^```/gms)].flatMap(([, block]) => block.split('\n'));
  const inline = [...text.replace(/^```.*?^```/gms, '').matchAll(/`((?:sudo|curl|frontdesk) [^`]+)`/g)];
  return [...blocks, ...inline.map(([, line]) => line)]
    .map((line) => line.replace(/\s+#\s.*$/, '').trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/// Follows a document in its order: each of its commands must be given here, and each given one must stand in it. steps:
/// command → {as: what is typed instead of a placeholder, input, says: what it must print, ends: exit code, before, after}
/// or a string, why it is not followed. A command that stands twice may have a list, one for each time.
export async function follow(language, name, steps) {
  const there = commands(language, name);
  assert.deepEqual([...new Set(there)].sort(), Object.keys(steps).sort(), `${language}/${name}.md`);
  const times = new Map();
  for (const line of there) {
    const time = times.get(line) ?? 0;
    times.set(line, time + 1);
    const step = Array.isArray(steps[line]) ? steps[line][time] : steps[line];
    if (typeof step === 'string') {
      console.log(`  not followed: ${line} (${step})`);
      continue;
    }
    await step.before?.();
    const typed = typeof step.as === 'function' ? step.as() : (step.as ?? line);
    const { code, out } = shell(typed, { input: step.input ?? '' });
    assert.equal(code, step.ends ?? 0, `${typed}\n${out}`);
    if (step.says) assert.match(out, step.says, typed);
    await step.after?.(out);
  }
}
