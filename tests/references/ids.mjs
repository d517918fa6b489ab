// The ids of the procedure (M-…, D-…) and of what goes beyond it (N-…, P-…): what they mean, and who cites them.
const idPattern = /(?<![\w-])[MDNP]-\d{2,3}(?![\w-])/g;
/** Look like ids and are the names of elliptic curves. */
const curves = new Set(['P-256', 'P-384', 'P-521']);

export const idsIn = (text) => [...text.matchAll(idPattern)].map(([id]) => id).filter((id) => !curves.has(id));

const homes = ['docs/procedure.md', 'docs/beyond.md'];
const none = ['–', '-'];

/** A Map from id to { id, text, state, at }; state is 'built', 'partly' or 'not yet'. Mistakes go to `problems`. */
export function readCatalogue(tree, problems = []) {
  const catalogue = new Map();
  for (const path of homes) {
    (tree.read(path) ?? '').split('\n').forEach((line, index) => {
      const row = /^\| ([MDNP]-\d{2,3}) \| (.*) \|$/.exec(line);
      if (!row) return;
      const at = `${path}:${index + 1}`;
      const cells = row[2].split(' | ');
      const words = cells.at(-1);
      const state = ['built', 'partly'].find((word) => words.startsWith(word)) ?? 'not yet';
      if (state === 'not yet' && !none.some((sign) => words.startsWith(sign)))
        problems.push(`${at}: ${row[1]} has the state "${words}"; it begins with built, partly or –`);
      if (catalogue.has(row[1])) problems.push(`${at}: ${row[1]} stands a second time`);
      catalogue.set(row[1], { id: row[1], text: cells[0], state, words, at });
    });
  }
  return catalogue;
}

export const isTest = (path) =>
  /^tests\/.*_test\.cpp$/.test(path) ||
  /^tests\/(integration|browser|references)\/.*\.mjs$/.test(path) ||
  /^web_admin\/tests\/.*\.test\.tsx?$/.test(path);

const cppTest = /^\s*(?:TEST|TEST_F|TEST_P|TYPED_TEST|INSTANTIATE_TEST_SUITE_P)\((\w+), (\w+)/;
const jsTest = /^\s*(?:await )?(?:test|it|describe)(?:\.[a-z]+)?\b/;
const jsName = /(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`]*)`)/;

/** The name of the test that begins in this line; undefined when none does. */
function testAt(lines, index) {
  const cpp = cppTest.exec(lines[index]);
  if (cpp) return `${cpp[1]}.${cpp[2]}`;
  if (!jsTest.test(lines[index])) return undefined;
  // The name may follow a table of cases: it is the first text after the last opening bracket at the line's depth.
  const each = /\.each\(/.test(lines[index]);
  for (let at = index; at < Math.min(index + 40, lines.length); at++) {
    const from = each ? /\]\)\((.*)/.exec(lines[at])?.[1] : lines[at];
    const name = from === undefined ? null : jsName.exec(from);
    if (name) return name[1] ?? name[2] ?? name[3];
  }
  return undefined;
}

const isComment = (line) => /^\s*(\/\/|\/?\*)/.test(line);

/** What tests prove: { id, at, test } for each id in the comment directly above a test. */
export function proofs(tree) {
  const found = [];
  for (const path of tree.paths().filter(isTest)) {
    const lines = tree.read(path).split('\n');
    lines.forEach((line, index) => {
      const test = isComment(line) ? undefined : testAt(lines, index);
      if (test === undefined) return;
      for (let above = index - 1; above >= 0 && isComment(lines[above]); above--)
        for (const id of idsIn(lines[above])) found.push({ id, at: `${path}:${index + 1}`, test });
    });
  }
  return found;
}

/** Every mention of an id outside the two documents: { id, at }. */
export function citations(tree) {
  const found = [];
  for (const path of tree.paths().filter((path) => !homes.includes(path)))
    tree
      .read(path)
      .split('\n')
      .forEach((line, index) => {
        for (const id of idsIn(line)) found.push({ id, at: `${path}:${index + 1}` });
      });
  return found;
}
