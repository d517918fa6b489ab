// node tests/map/map.mjs [--write | --check]: the map page → route → use case → table, as Markdown, for docs/map.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourcesOf } from '../counts/sources.mjs';
import { useCasesOf } from './daemon.mjs';
import { pagesOf } from './pages.mjs';

const head = `# Map: page → route → use case → table

Made by \`./dev map --write\` from the sources; a test fails when it is old. How it is read, and what it cannot see:
[tests/map](../tests/map/README.md). Every act also writes the audit trail and an event; routes are below \`/api/v1\`.
`;

const routes = '[api/routes](../daemon/api/routes)';
const link = (path) => `[${path.replace('daemon/desk/', '')}](../${path})`;
const cells = ({ method, path, right, file, tables }) =>
  `\`${method} ${path}\` | ${right} | ${link(file)} | ${tables.join(', ') || '–'}`;

export function mapOf(files) {
  const useCases = useCasesOf(files);
  const byName = new Map(useCases.map((one) => [one.name, one]));
  const pages = pagesOf(files).filter(({ calls }) => calls.size > 0);
  const out = [head];
  if (pages.length > 0)
    out.push('## Pages\n', '| page | asks for | route | right | declared in `daemon/desk` | tables |', '|---|---|---|---|---|---|');
  for (const { page, calls } of pages) {
    const known = useCases.filter(({ name }) => calls.has(name));
    for (const [at, one] of known.entries()) out.push(`| ${at === 0 ? page : ''} | ${one.name} | ${cells(one)} |`);
    const byHand = [...calls].filter((name) => !byName.has(name)).sort();
    if (byHand.length > 0)
      out.push(`| ${known.length === 0 ? page : ''} | ${byHand.join(', ')} | by hand: ${routes} | | | |`);
  }
  const asked = new Set(pages.flatMap(({ calls }) => [...calls]));
  const rest = useCases.filter(({ name }) => !asked.has(name));
  if (rest.length > 0) {
    out.push(`${pages.length > 0 ? '\n' : ''}## Use cases that no page names\n`, '| use case | route | right | declared in `daemon/desk` | tables |');
    out.push('|---|---|---|---|---|');
    for (const one of rest) out.push(`| ${one.name} | ${cells(one)} |`);
  }
  return `${out.join('\n')}\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const root = new URL('../..', import.meta.url).pathname;
  const file = join(root, 'docs/map.md');
  const map = mapOf(sourcesOf(root, '.'));
  const how = process.argv[2];
  if (how === '--write') writeFileSync(file, map);
  else if (how !== '--check') process.stdout.write(map);
  else if (readFileSync(file, 'utf8') !== map) {
    console.error('docs/map.md is old; ./dev map --write makes it anew');
    process.exitCode = 1;
  }
}
