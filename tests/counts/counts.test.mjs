// What is counted, and what is not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { measure, spellings } from './measure.mjs';
import { kindOf, sourcesOf } from './sources.mjs';

const root = new URL('../..', import.meta.url).pathname;

test('a name counts in every spelling, and not as a part of a longer word', () => {
  for (const text of ['work_tickets', 'kWorkTickets', 'workTickets(user)', 'WORK_TICKETS', '"work-tickets"', 'mayWorkTickets'])
    assert.match(text, spellings('work_tickets'));
  for (const text of ['ticket.reopen', 'reopen_ticket', 'Reopen', 'kReopen,', 'ReopenTicket'])
    assert.match(text, spellings('reopen'));
  for (const text of ['reopened', 'preopen', 'reopening', 'Reopens', 'REOPENED']) assert.doesNotMatch(text, spellings('reopen'));
});

test('a file counts once, under its kind, and its lines where they were written by hand', () => {
  const files = [
    ['daemon/desk/reopen.cpp', 'reopen\nreopen\n'],
    ['daemon/api/openapi.yaml', 'reopen\n'],
    ['daemon/privacy/data/words.txt', 'a\nb\nc\n'],
    ['daemon/desk/README.md', 'reopen\n'],
    ['web_admin/src/api/schema.d.ts', 'reopen\n'],
    ['tests/unit/desk_test.cpp', 'TEST_F(Desk, reopens) {\n}\nTEST(Desk, other) {\n// TEST(Desk, none)\n'],
    ['web_admin/tests/a.test.ts', "test('a', f);\n  it.each([1])('b', f);\nit(\n"],
  ];
  const all = measure(files);
  const spelled = all['files in which a name is spelled'];
  assert.equal(spelled['act reopen, product'], 2);
  assert.equal(spelled['act reopen, generated'], 1);
  assert.equal(spelled['act reopen, documents'], 1);
  assert.equal(spelled['act reopen, tests'], 0);
  const lines = all['hand-written lines'];
  assert.equal(lines.daemon, 2);
  assert.equal(lines['openapi.yaml'], 1);
  assert.equal(lines['these together'], 3);
  assert.equal(lines['word lists (daemon/privacy/data)'], 3);
  assert.equal(all.tests['GoogleTest (tests/)'], 2);
  assert.equal(all.tests['vitest (web_admin/tests)'], 3);
});

test('a full folder is named', () => {
  const files = Array.from({ length: 26 }, (_, at) => [`daemon/desk/${at}.cpp`, '']);
  assert.deepEqual(measure(files)['files in a folder'], {
    'most source files in a folder': 26,
    'folders with more than 25': 1,
    'which': 'daemon/desk 26',
  });
});

test('the working tree and a commit are read the same way', () => {
  const names = (ref) => sourcesOf(root, ref).map(([path]) => path);
  const here = names('.');
  assert.ok(here.includes('daemon/desk/use_case/table.cpp'));
  assert.equal(kindOf('daemon/privacy/data/surnames.txt'), 'data');
  // A copy without its history has no commits to compare.
  let there;
  try {
    there = names('HEAD');
  } catch {
    return;
  }
  assert.ok(there.includes('daemon/desk/use_case/table.cpp'));
});
