// What is counted, from [path, text] pairs.
import { kindOf } from './sources.mjs';

/** What changes often, by the words of its name. Names that meant the same before stand with it. */
const subjects = {
  'act reopen': ['reopen'],
  'act classify': ['classify'],
  'act claim': ['claim'],
  'right run_channels': ['run_channels'],
  'right to see tickets': ['work_tickets', 'see_tickets'],
  'item field historical': ['historical'],
  'item field parent_keys': ['parent_keys'],
  'setting data_directory': ['data_directory'],
  'setting web_root': ['web_root'],
};

/** A name in every spelling: work_tickets, work-tickets, workTickets, kWorkTickets, WORK_TICKETS; no part of a longer word. */
export function spellings(name) {
  const words = name.split('_');
  const capitals = words.map((word) => word[0].toUpperCase() + word.slice(1));
  const lower = [words.join('[_-]'), words[0] + capitals.slice(1).join('')].join('|');
  const upper = words.join('_').toUpperCase();
  return new RegExp(`(?<![A-Za-z])(?:${lower})(?![a-z])|${capitals.join('')}(?![a-z])|(?<![A-Za-z])${upper}(?![A-Z])`);
}

const lines = (text) => (text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0));
const total = (files, wanted) => files.filter(([path]) => wanted(path)).reduce((sum, [, text]) => sum + lines(text), 0);

function places(files) {
  const found = {};
  for (const [subject, names] of Object.entries(subjects)) {
    const patterns = names.map(spellings);
    const others = files.filter(([path]) => !path.startsWith('tests/counts/'));  // which spell every name by trade
    const paths = others.filter(([, text]) => patterns.some((pattern) => pattern.test(text))).map(([path]) => path);
    for (const kind of ['product', 'data', 'tests', 'generated', 'documents'])
      found[`${subject}, ${kind}`] = paths.filter((path) => kindOf(path) === kind).length;
  }
  return found;
}

const isSource = (path) => /\.(h|hpp|c|cpp|ts|tsx|mts|mjs|css|sql)$/.test(path);

function folders(files) {
  const counts = new Map();
  for (const [path] of files.filter(([path]) => isSource(path) && kindOf(path) !== 'generated')) {
    const folder = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const rows = [...counts].sort((one, other) => other[1] - one[1]);
  const full = rows.filter(([, count]) => count > 25).map(([folder, count]) => `${folder} ${count}`);
  return {
    'most source files in a folder': rows[0][1],
    'folders with more than 25': full.length,
    'which': full.join(', ') || 'none',
  };
}

function handWritten(files) {
  const below = (folder) => (path) => path.startsWith(`${folder}/`) && kindOf(path) === 'product';
  const description = (path) => path === 'daemon/api/openapi.yaml';
  const rows = {
    daemon: total(files, (path) => below('daemon')(path) && !description(path)),
    plugin_api: total(files, below('plugin_api')),
    'openapi.yaml': total(files, description),
    'web_admin/mock': total(files, below('web_admin/mock')),
  };
  return {
    ...rows,
    'these together': Object.values(rows).reduce((sum, count) => sum + count),
    'word lists (daemon/privacy/data)': total(files, (path) => kindOf(path) === 'data' && path.startsWith('daemon/')),
    'texts (config/texts)': total(files, (path) => path.startsWith('config/texts/')),
    plugins: total(files, below('plugins')),
    'web_admin/src': total(files, below('web_admin/src')),
    'tests and web_admin/tests': total(files, (path) => kindOf(path) === 'tests'),
  };
}

const gtest = /^\s*(?:TEST|TEST_F|TEST_P|TYPED_TEST)\(/gm;
const node = /^\s*(?:await )?(?:test|it)(?:\.each)?(?:\(|`)/gm;

function testCount(files) {
  const count = (folder, pattern) =>
    files
      .filter(([path]) => folder.test(path))
      .reduce((sum, [, text]) => sum + (text.match(pattern)?.length ?? 0), 0);
  const rows = {
    'GoogleTest (tests/)': count(/^tests\/.*\.cpp$/, gtest),
    'node (tests/)': count(/^tests\/.*\.mjs$/, node),
    'vitest (web_admin/tests)': count(/^web_admin\/tests\/.*\.test\.tsx?$/, node),
  };
  return { ...rows, 'all': Object.values(rows).reduce((sum, one) => sum + one) };
}

/** { heading: { row: number or text } } */
export function measure(files) {
  return {
    'files in which a name is spelled': places(files),
    'files in a folder': folders(files),
    'hand-written lines': handWritten(files),
    'tests': testCount(files),
  };
}
