// Copies of a working desk prove themselves, and come back whole or not at all (N-16).
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { program } from './daemon.mjs';
import { Desk, people } from './desk.mjs';
import { compose } from './mail.mjs';
import { customer } from './mail_servers.mjs';
import { differences } from './restored.mjs';
import { figure, until } from './waiting.mjs';

const run = promisify(execFile);
const words = 'seven paper boats 88';

let desk;
let copies;
before(async () => {
  desk = await Desk.open({
    settings: (folder) => [
      `backup: {directory: ${folder}/copies, keep: 3, passphrase_file: ${folder}/passphrase}`,
    ],
  });
  writeFileSync(path.join(desk.folder, 'passphrase'), `${words}\n`, { mode: 0o600 });
  copies = path.join(desk.folder, 'copies');
  await desk.settle();
});
after(() => desk?.close());

/// The command line without a daemon; never fails, and says how it ended.
async function local(...args) {
  try {
    const { stdout } = await run(program('frontdesk'), ['backup', ...args]);
    return { code: 0, out: stdout.trim(), told: '' };
  } catch (error) {
    return { code: error.code, out: error.stdout, told: error.stderr.trim() };
  }
}

/// What the checks of the machine find about copies.
const alarms = async () =>
  (await desk.admin.get('/checks')).items
    .filter(({ name, state }) => state === 'found' && /^(copy|drill)_/.test(name))
    .map(({ name }) => name);

const secret = () => ['--passphrase-file', path.join(desk.folder, 'passphrase')];
const scratch = () => ['--scratch', desk.folder];

async function arrive(mark) {
  const composed = compose({
    from: customer.address,
    name: '王小明',
    subject: mark,
    text: `${mark} 手机13800138000`,
  });
  await desk.deliver(composed);
  await until(`ticket ${mark}`, async () => (await desk.tickets()).some((row) => row.subject.includes(mark)));
}

/// Sessions end with a restart.
async function enterAgain() {
  desk.agent = await desk.enter(people.agent);
  desk.admin = await desk.enter(people.admin);
}

/// Two copies of one second would have one name.
async function copy() {
  const before = new Set((await desk.daemon.cli(['backup', 'list'])).map((one) => one.name));
  return until(
    'a copy of its own second',
    async () => {
      const [made] = await desk.daemon.cli(['backup', 'create']).catch((error) => {
        if (error.stderr.includes('of this second already')) return [];
        throw error;
      });
      return made && !before.has(made.name) && made;
    },
    { every: 200 },
  );
}

const change = (file, at) => {
  const descriptor = openSync(file, 'r+');
  writeSync(descriptor, Buffer.from('changed!'), 0, 8, at);
  closeSync(descriptor);
};

// N-16
test('a copy that was made while mails arrived is whole, and tells nothing', async () => {
  await arrive('backup-one');
  const flow = (async () => {
    for (const mark of ['a', 'b', 'c', 'd']) await arrive(`backup-flow-${mark}`);
  })();
  const made = await copy();
  await flow;
  assert.equal(made.sealed, true);
  assert.ok(made.tickets >= 1);
  const [whole] = await desk.daemon.cli(['backup', 'drill']);
  assert.equal(whole.name, made.name);
  const folder = path.join(copies, made.name);
  assert.deepEqual(await local('verify', folder, ...secret(), ...scratch()), {
    code: 0,
    out: `${folder}: whole`,
    told: '',
  });
  assert.deepEqual(readdirSync(copies), [made.name], 'nothing unfinished stays');
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(path.join(folder, name));
    assert.ok(!bytes.includes('backup-one') && !bytes.includes('SQLite format'), name);
    assert.equal(statSync(path.join(folder, name)).mode & 0o077, 0, name);
  }
  const status = await desk.admin.get('/status');
  assert.ok(status.backup.copied_at && status.backup.drilled_at);
  assert.deepEqual(await alarms(), []);
});

test('the keys are in no copy, only in a sealed file of their own', async () => {
  const file = path.join(desk.folder, 'desk.keys');
  const kept = await local('keys', file, '--data', desk.daemon.data, ...secret());
  assert.equal(kept.code, 0, kept.told);
  const vault = readFileSync(path.join(desk.daemon.data, 'vault.key'));
  assert.ok(
    !readFileSync(file).includes(vault) && !readFileSync(file, 'latin1').includes(vault.toString('hex')),
  );
  assert.equal(
    (await local('keys', file, '--data', desk.daemon.data, ...secret())).code,
    1,
    'never over another',
  );
});

// N-16. FRONTDESK_BACKUP_ROUNDS=50 is the long run.
test('copies made under load come back row by row and byte by byte', async () => {
  const rounds = Number(process.env.FRONTDESK_BACKUP_ROUNDS ?? 3);
  const restored = [];
  for (let round = 0; round < rounds; ++round) {
    const flow = (async () => {
      for (const mark of ['a', 'b', 'c', 'd']) await arrive(`load-${round}-${mark}-end`);
    })();
    const known = (await desk.tickets()).length;
    const made = await copy();
    await flow;
    assert.ok(made.tickets >= known, 'a ticket that people saw is missing');
    const from = path.join(copies, made.name);
    const { rows } = JSON.parse(readFileSync(path.join(from, 'manifest.json'), 'utf8'));
    const folder = path.join(desk.folder, `restored-${round}`);
    const keys = ['--keys', path.join(desk.folder, 'desk.keys')];
    const done = await local('restore', from, '--data', folder, ...keys, ...secret());
    assert.equal(done.code, 0, done.told);
    restored.push({ folder, rows });
  }
  await desk.daemon.stop();
  for (const { folder, rows } of restored) {
    assert.deepEqual(differences(folder, desk.daemon.data, rows), [], folder);
    rmSync(folder, { recursive: true });
  }
  await desk.daemon.start();
  await enterAgain();
  figure('backups_restored', rounds);
});

// N-16
test('a copy with one changed page fails its drill, and the alarm stands until a good one', async () => {
  const made = await copy();
  const file = path.join(copies, made.name, 'frontdesk.db');
  change(file, statSync(file).size >> 1);
  await assert.rejects(desk.daemon.cli(['backup', 'drill']), /was changed|not as it was written/);
  assert.deepEqual(await alarms(), ['drill_failed']);
  const readiness = await (await fetch(`${desk.daemon.origin}/readyz`)).json();
  assert.equal(readiness.degraded, true);
  assert.match(readiness.reasons.join(), /drill failed/);
  const records = await desk.daemon.cli(['audit', 'list', '--action', 'backup.drill']);
  assert.equal(records[0].result, 'failed');
  await copy();
  await desk.daemon.cli(['backup', 'drill']);
  assert.deepEqual(await alarms(), []);
});

test('a copy that was cut, or lost a file, is not whole', async () => {
  const { name } = await copy();
  const folder = path.join(copies, name);
  const segment = path.join(
    folder,
    readdirSync(folder).find((one) => one.startsWith('segment-')),
  );
  const bytes = readFileSync(segment);
  writeFileSync(segment, bytes.subarray(0, bytes.length - 40));
  assert.match(
    (await local('verify', folder, ...secret(), ...scratch())).told,
    /was cut|was changed|does not open/,
  );
  writeFileSync(segment, bytes);
  assert.equal((await local('verify', folder, ...secret(), ...scratch())).code, 0);
});

test('no more copies are kept than the configuration says', async () => {
  await copy();
  await copy();
  assert.equal((await desk.daemon.cli(['backup', 'list'])).length, 3);
});

// N-16, ADR 5
test('another passphrase or key is refused before anything is written', async () => {
  const [{ name }] = await desk.daemon.cli(['backup', 'list']);
  const folder = path.join(copies, name);
  const wrong = path.join(desk.folder, 'wrong');
  writeFileSync(wrong, 'another passphrase\n');
  const empty = path.join(desk.folder, 'new-machine');
  const keys = ['--keys', path.join(desk.folder, 'desk.keys')];
  assert.match(
    (await local('restore', folder, '--data', empty, ...keys, '--passphrase-file', wrong)).told,
    /does not open the keys/,
  );
  const other = path.join(desk.folder, 'other');
  mkdirSync(other, { mode: 0o700 });
  writeFileSync(path.join(other, 'vault.key'), Buffer.alloc(32, 7), { mode: 0o600 });
  writeFileSync(path.join(other, 'audit.key'), 'x', { mode: 0o600 });
  assert.match(
    (await local('restore', folder, '--data', other, ...secret())).told,
    /not the one of this copy/,
  );
  for (const place of [empty, other]) {
    const there = readdirSync(place).filter((one) => !one.endsWith('.key') && one !== 'frontdesk.lock');
    assert.deepEqual(there, [], place);
  }
  assert.match(
    (await local('restore', folder, '--data', desk.daemon.data, ...secret())).told,
    /in use by another Frontdesk/,
  );
});

// N-16
test('a restored desk has every ticket of its copy, sealed texts open, and the trail says what happened', async () => {
  const made = await copy();
  const kept = (await desk.tickets()).map((row) => row.number).sort();
  await arrive('backup-later');
  await desk.daemon.stop();
  const folder = path.join(copies, made.name);
  const restored = await local('restore', folder, '--data', desk.daemon.data, ...secret());
  assert.equal(restored.code, 0, restored.told);
  const aside = restored.out.split('; what was there is in ')[1];
  assert.ok(existsSync(path.join(aside, 'frontdesk.db')));
  await desk.daemon.start();
  await enterAgain();
  const there = (await desk.tickets()).map((row) => row.number).sort();
  for (const number of kept) assert.ok(there.includes(number), number);
  // The mail of afterwards is still at the server, and comes in again: nothing acknowledged is lost.
  assert.equal((await desk.daemon.cli(['audit', 'list', '--action', 'backup.restore'])).length, 1);
  assert.equal((await desk.daemon.cli(['audit', 'state']))[0].intact, true);
  assert.equal((await desk.daemon.verifyAudit()).intact, true);
  const [row] = (await desk.tickets()).filter((one) => one.subject.includes('backup-one'));
  assert.ok((await desk.messages(row.id))[0].text.includes('backup-one'));
});

test('a restore that was cut off keeps the daemon from starting, and goes on', async () => {
  const made = await copy();
  await desk.daemon.stop();
  const folder = path.join(copies, made.name);
  const data = desk.daemon.data;
  // As a kill between the two halves leaves it: the data is aside, the copy not yet in its place.
  const aside = path.join(data, 'before-restore-1');
  mkdirSync(aside, { mode: 0o700 });
  await run('sh', ['-c', 'mv "$1"/frontdesk.db* "$1"/blobs "$2"', 'sh', data, aside]);
  writeFileSync(path.join(data, 'restore.unfinished'), aside);
  await assert.rejects(desk.daemon.start(), /was cut off; run the same frontdesk backup restore again/);
  assert.ok(!existsSync(path.join(data, 'frontdesk.db')), 'no empty desk in its place');
  const restored = await local('restore', folder, '--data', data, ...secret());
  assert.equal(restored.code, 0, restored.told);
  assert.ok(existsSync(path.join(aside, 'frontdesk.db')), 'the first data is kept');
  await desk.daemon.start();
  desk.agent = await desk.enter(people.agent);
  assert.ok((await desk.tickets()).some((row) => row.subject.includes('backup-one')));
});
