// Writes what follows from the daemon's table of use cases, as `frontdesk-describe` prints it:
//   src/api/schema.d.ts            shapes of the interface
//   src/api/operations.ts          how each operation is reached
//   tests/support/interface.json   the description, with which tests compare answers
//   tests/support/use_cases.json   the table: right, states and roles of each use case
// With --check nothing is written; files that differ fail. FRONTDESK_DESCRIBE names the program.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';

const root = path.resolve(import.meta.dirname, '../..');
const made = '// Made by `npm run types` from what frontdesk-describe prints. Do not change it by hand.\n';

function findProgram() {
  const built = ['ci', 'release', 'dev'].map((preset) =>
    path.join(root, 'build', preset, 'bin/frontdesk-describe'),
  );
  const program = process.env.FRONTDESK_DESCRIBE ?? built.find((one) => existsSync(one));
  if (!program) throw new Error('build frontdesk-describe first, or name it in FRONTDESK_DESCRIBE');
  return program;
}

const program = findProgram();
const ask = (what) =>
  JSON.parse(execFileSync(program, [what], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));

/** JSON whose first `depth` levels have a line for each member, so that a change is seen where it is. */
function jsonLines(value, depth, indent = '') {
  if (depth === 0 || typeof value !== 'object' || value === null) return JSON.stringify(value);
  const list = Array.isArray(value);
  const inner = `${indent}  `;
  const members = Object.entries(value).map(
    ([name, member]) =>
      `${inner}${list ? '' : `${JSON.stringify(name)}: `}${jsonLines(member, depth - 1, inner)}`,
  );
  const [open, close] = list ? '[]' : '{}';
  return members.length === 0 ? open + close : `${open}\n${members.join(',\n')}\n${indent}${close}`;
}

function operationsOf(description) {
  const lines = Object.entries(description.paths).flatMap(([pattern, methods]) =>
    Object.entries(methods).map(
      ([method, { operationId }]) => `  '${operationId}': ['${method.toUpperCase()}', '${pattern}'],`,
    ),
  );
  return `${made}export const operations = {\n${lines.join('\n')}\n} as const;\n`;
}

const description = ask('interface');
const schema = astToString(await openapiTS(description, { defaultNonNullable: false }));
const files = {
  'src/api/schema.d.ts': made + schema,
  'src/api/operations.ts': operationsOf(description),
  'tests/support/interface.json': `${jsonLines(description, 3)}\n`,
  'tests/support/use_cases.json': `${jsonLines(ask('table'), 1)}\n`,
};

const stale = Object.entries(files).filter(([name, content]) => {
  const file = path.join(root, 'web_admin', name);
  return !existsSync(file) || readFileSync(file, 'utf8') !== content;
});
if (process.argv.includes('--check')) {
  for (const [name] of stale)
    console.error(`web_admin/${name} is not what the daemon says; run npm run types`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const [name, content] of stale) writeFileSync(path.join(root, 'web_admin', name), content);
  console.log(`${stale.length} of ${Object.keys(files).length} files written`);
}
