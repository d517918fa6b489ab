// The sources as [path, text] pairs, of the working tree or of any commit; what kind of file a path is.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const most = 256 << 20;
const git = (root, args, input) => execFileSync('git', args, { cwd: root, input, maxBuffer: most });

/** What git knows or would add. */
function workingTree(root) {
  const listed = git(root, ['ls-files', '-z', '--cached', '--others', '--exclude-standard']).toString('utf8');
  return [...new Set(listed.split('\0').filter(Boolean))]
    .filter((path) => existsSync(join(root, path)) && statSync(join(root, path)).isFile())
    .map((path) => [path, readFileSync(join(root, path))]);
}

function commit(root, ref) {
  const rows = git(root, ['ls-tree', '-r', '-z', ref]).toString('utf8').split('\0').filter(Boolean);
  const blobs = rows.map((row) => /^\d+ (\w+) (\w+)\t(.*)$/s.exec(row)).filter((row) => row[1] === 'blob');
  const out = git(root, ['cat-file', '--batch'], blobs.map((row) => `${row[2]}\n`).join(''));
  let at = 0;
  return blobs.map((row) => {
    const end = out.indexOf('\n', at);
    const size = Number(out.subarray(at, end).toString('latin1').split(' ')[2]);
    at = end + 1 + size + 1;
    return [row[3], out.subarray(end + 1, end + 1 + size)];
  });
}

/** `ref`: any name of a commit; '.' is the working tree. Files that are no text are left out. */
export function sourcesOf(root, ref) {
  const files = ref === '.' ? workingTree(root) : commit(root, ref);
  return files.filter(([, bytes]) => !bytes.includes(0)).map(([path, bytes]) => [path, bytes.toString('utf8')]);
}

const generated = [
  /(^|\/)package-lock\.json$/,
  /^web_admin\/src\/api\/(schema\.d|operations)\.ts$/,
  /^web_admin\/tests\/support\/\w+\.json$/,
  /^docs\/map\.md$/,
];
const data = [/^daemon\/privacy\/data\/[^/]+\.txt$/, /^config\/texts\//];
const tests = [/^tests\//, /^web_admin\/tests\//];
const documents = [/\.md$/, /^docs\//, /^\.github\//, /^LICENSE/];

/** 'generated', 'data' (word lists, texts), 'tests', 'documents', or 'product'. */
export function kindOf(path) {
  const kinds = { generated, data, tests, documents };
  return Object.keys(kinds).find((kind) => kinds[kind].some((pattern) => pattern.test(path))) ?? 'product';
}
