// The check of references finds what it is there for. Ids are put together here, so that this file cites none; names of documents, too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from './check.mjs';
import { proofs } from './ids.mjs';
import { Tree } from './tree.mjs';

const id = (letter, number) => `${letter}-${number}`;
const md = (path) => `${path}.md`;
const adr = (file) => md(`docs/${'adr'}/${file}`);
const [built, notYet, unknown] = [id('M', '01'), id('M', '02'), id('N', '77')];
const documents = {
  'docs/procedure.md': `| ${built} | one | S1 | built |\n| ${notYet} | two | S1 | – |`,
  [md('docs/house')]: '# House\n## 2 The way\n### 2.1 Back\n',
  [adr('0003-choice')]: '# 3. Choice',
  [md('daemon/README')]: `[house](${md('../docs/house')})`,
};
const found = (more) => check(new Tree({ ...documents, ...more }));

test('a tree whose references lead somewhere has no problem', () => {
  const code = `// ${built}; ${md('house')} section 2, ${md('README')}, ${'ADR'} 3, curve P-256`;
  assert.deepEqual(found({ 'daemon/desk.h': code, [md('daemon/README')]: `[a](${md('../docs/house')}#back)` }), []);
});

for (const [what, text, expected] of [
  ['an unknown id', `// ${unknown}`, /is in neither/],
  ['a missing document', `// see ${md('gone')}`, /gone\.md does not exist/],
  ['a missing section', `// ${md('house')} 2.7`, /has no section 2\.7/],
  ['a missing decision', `// ${'ADR'} 9`, /no docs\/adr\/0009/],
]) {
  test(`${what} is told with its place`, () => {
    const problems = found({ 'daemon/desk.h': `#pragma once\n${text}` });
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0], /^daemon\/desk\.h:2: /);
    assert.match(problems[0], expected);
  });
}

test('a link of a document that leads nowhere is told', () => {
  assert.match(found({ 'README.md': '[x](docs/no)' }).join(), /README\.md:1: the link docs\/no leads nowhere/);
});

test('an id that stands twice, or has no state, is told', () => {
  const twice = `${documents['docs/procedure.md']}\n| ${built} | again | S2 | maybe |`;
  assert.equal(found({ 'docs/procedure.md': twice }).length, 2);
});

test('a test cannot prove what the procedure calls not yet built', () => {
  const source = `// ${notYet}\nTEST(Desk, does_it) {}`;
  assert.match(found({ 'tests/unit/desk/desk_test.cpp': source }).join(), /"Desk\.does_it" proves .* not yet built/);
});

test('the ids in the comment directly above a test belong to it', () => {
  const cpp = `// ${built}: as agreed\n// and so on\nTEST_F(Desk, does_it) {}\n\n// ${notYet}\n\nTEST(Desk, other) {}`;
  const web = `// ${built}\ntest.each([\n  ['a', 1],\n])('case %s', () => {});\n// ${built}\n  it(\n    'long name',`;
  const tree = new Tree({ 'tests/unit/desk/desk_test.cpp': cpp, 'web_admin/tests/a.test.ts': web });
  assert.deepEqual(
    proofs(tree).map(({ at, test: name }) => `${at} ${name}`),
    ['tests/unit/desk/desk_test.cpp:3 Desk.does_it', 'web_admin/tests/a.test.ts:2 case %s', 'web_admin/tests/a.test.ts:6 long name'],
  );
});
