// ./dev ids [ID…]: each id with its state and the tests that prove it; named ones also with who else cites them.
import { citations, isTest, proofs, readCatalogue } from './ids.mjs';
import { Tree } from './tree.mjs';

const root = new URL('../..', import.meta.url).pathname;
const tree = Tree.ofSources(root);
const catalogue = readCatalogue(tree);
const proven = groupById(proofs(tree));

function groupById(list) {
  const groups = new Map();
  for (const one of list) groups.set(one.id, [...(groups.get(one.id) ?? []), one]);
  return groups;
}

const shorten = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);
const title = ({ id, state, text }, most) => `${id.padEnd(5)}  ${state.padEnd(7)}  ${shorten(text, most)}`;

function printTests(id) {
  for (const { at, test } of proven.get(id) ?? []) console.log(`         ${at}  ${test}`);
}

function printAll() {
  for (const row of catalogue.values()) {
    if (!proven.has(row.id)) continue;
    console.log(title(row, 90));
    printTests(row.id);
  }
  for (const state of ['built', 'partly', 'not yet']) {
    const open = [...catalogue.values()].filter((row) => row.state === state && !proven.has(row.id));
    console.log(`\n${state}, without a test that names it: ${open.map(({ id }) => id).join(' ') || 'none'}`);
  }
  const total = proofs(tree).length;
  console.log(`\n${proven.size} of ${catalogue.size} ids are proven by ${total} citations in tests`);
}

function printOne(word) {
  const id = word.toUpperCase();
  const row = catalogue.get(id);
  if (!row) {
    console.error(`ids: ${id} is in neither docs/procedure.md nor docs/beyond.md`);
    process.exitCode = 1;
    return;
  }
  console.log(title(row, 400));
  console.log(`         ${row.at}  ${row.words}`);
  printTests(id);
  if (!proven.has(id)) console.log('         no test names it');
  const others = citations(tree).filter((one) => one.id === id && !isTest(one.at.replace(/:\d+$/, '')));
  for (const { at } of others) console.log(`         ${at}`);
}

const wanted = process.argv.slice(2);
if (wanted.length === 0) printAll();
else wanted.forEach(printOne);
