// What the daemon finds when it starts on something damaged: each kind ends with its documented exit code and one line that
// says what is in the way, and leaves everything as it was — nothing is created, changed or deleted.
//
// One good desk is made once; each kind damages a copy of it.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Daemon, program } from './daemon.mjs';
import { contentsOf } from './contents.mjs';

const source = process.env.FRONTDESK_SOURCE ?? path.resolve(import.meta.dirname, '../../..');
const kConfiguration = 78; // sysexits.h: EX_CONFIG
const kUnavailable = 69; // EX_UNAVAILABLE

let root;
let good;
let strange; // a server of somebody else
before(async () => {
  root = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-start-'));
  good = path.join(root, 'good');
  mkdirSync(good);
  const daemon = Daemon.prepare(good, { plugins: [] });
  await daemon.start();
  await daemon.stop();
  for (const name of ['frontdeskd.log', 'frontdesk.sock', 'web', 'plugins'])
    rmSync(path.join(good, name), { recursive: true, force: true });
  // The reserve holds nothing but room; a small one is as good, and quicker to copy.
  truncateSync(path.join(good, 'data', 'ballast'), 0);
  strange = net.createServer().listen(0, '127.0.0.1');
  await new Promise((done) => strange.once('listening', done));
});
after(() => {
  strange?.close();
  rmSync(root, { recursive: true, force: true });
});

/// A copy of the good desk, with a configuration of its own.
class Copy {
  constructor(name) {
    this.folder = path.join(root, name.replace(/\W+/g, '_'));
    cpSync(good, this.folder, { recursive: true, preserveTimestamps: true });
    for (const file of readdirSync(path.join(good, 'data')))
      chmodSync(this.data(file), lstatSync(path.join(good, 'data', file)).mode);
    chmodSync(this.data(), 0o700);
    for (const name of ['web', 'plugins']) mkdirSync(path.join(this.folder, name));
    this.lines = {
      listen: '{address: 127.0.0.1, port: 0}',
      data_directory: this.data(),
      socket: path.join(this.folder, 'desk.sock'),
      web_root: path.join(this.folder, 'web'),
      profile: path.join(this.folder, 'sop.yaml'),
      plugins: `{directories: [${path.join(this.folder, 'plugins')}], host: ${program('frontdesk-plugin-host')}}`,
      backup: `{directory: ${path.join(this.folder, 'copies')}}`,
    };
    cpSync(path.join(source, 'config/profile/sop.yaml'), this.lines.profile);
    this.file = path.join(this.folder, 'desk.yaml');
    this.configure();
  }
  data(name = '') {
    return path.join(this.folder, 'data', name);
  }
  configure(change = {}) {
    Object.assign(this.lines, change);
    const text = Object.entries(this.lines).map(([key, value]) => `${key}: ${value}\n`);
    writeFileSync(this.file, text.join(''));
  }
  /// Writes bytes over what is there.
  over(name, at, bytes) {
    const file = openSync(this.data(name), 'r+');
    writeSync(file, bytes, 0, bytes.length, at);
    closeSync(file);
  }
  sql(words) {
    execFileSync('python3', [
      '-c',
      'import sqlite3,sys; c=sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit(); c.execute("PRAGMA wal_checkpoint(TRUNCATE)"); c.close()',
      this.data('frontdesk.db'),
      words,
    ]);
  }
  key(name, bytes, mode = 0o600) {
    writeFileSync(this.data(name), bytes);
    chmodSync(this.data(name), mode);
  }
}

function certificate(folder, name, ...more) {
  const file = (kind) => path.join(folder, `${name}.${kind}`);
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  const subject = ['-subj', '/CN=desk.example.test', '-keyout', file('key'), '-out', file('pem'), ...more];
  execFileSync('openssl', [...words, ...subject], { stdio: 'pipe' });
  return file;
}

/// Somebody who holds the lock of the directory, or the database, until stop().
async function hold(copy, what) {
  const script = {
    lock: 'import fcntl; f=open(sys.argv[1]+"/frontdesk.lock","r+"); fcntl.flock(f,fcntl.LOCK_EX)',
    database:
      'import sqlite3; c=sqlite3.connect(sys.argv[1]+"/frontdesk.db",isolation_level=None); c.execute("PRAGMA locking_mode=EXCLUSIVE"); c.execute("BEGIN EXCLUSIVE")',
  }[what];
  const words = ['-c', `import sys\n${script}\nprint("held",flush=True)\nsys.stdin.read()`, copy.data()];
  const child = spawn('python3', words, { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise((done) => child.stdout.once('data', done));
  return { stop: () => child.kill('SIGKILL') };
}

/// What is damaged, the exit code, and words of the line that says so.
const kinds = [
  [
    'the configuration is missing',
    (c) => rmSync(c.file),
    kConfiguration,
    /desk\.yaml: .*(cannot be read|no such)/i,
  ],
  ['the configuration is empty', (c) => writeFileSync(c.file, ''), kConfiguration, /desk\.yaml.*/],
  [
    'the configuration is a folder',
    (c) => (rmSync(c.file), mkdirSync(c.file)),
    kConfiguration,
    /desk\.yaml: /,
  ],
  [
    'the configuration is no YAML',
    (c) => writeFileSync(c.file, 'listen: {port: [\n'),
    kConfiguration,
    /desk\.yaml:\d+: /,
  ],
  [
    'an unknown key',
    (c) => c.configure({ colour: 'red' }),
    kConfiguration,
    /desk\.yaml:\d+: colour: unknown key/,
  ],
  ['a wrong type', (c) => c.configure({ listen: '80' }), kConfiguration, /listen: must be a group of keys/],
  [
    'a port out of range',
    (c) => c.configure({ listen: '{port: 70000}' }),
    kConfiguration,
    /listen\.port: must be a number/,
  ],
  [
    'a key twice',
    (c) => appendFileSync(c.file, 'masking: sop\nmasking: sop\n'),
    kConfiguration,
    /masking: .*twice|twice.*masking/,
  ],
  [
    'a relative path',
    (c) => c.configure({ data_directory: 'data' }),
    kConfiguration,
    /data_directory: must be an absolute path/,
  ],
  ['the procedure is missing', (c) => rmSync(c.lines.profile), kConfiguration, /sop\.yaml: /],
  [
    'the procedure has a mistake',
    (c) => writeFileSync(c.lines.profile, 'clocks: nonsense\n'),
    kConfiguration,
    /sop\.yaml:1: clocks/,
  ],
  [
    'the certificate is missing',
    (c) => c.configure({ listen: `{port: 0, tls: true, certificate: /nowhere/a.pem, key: /nowhere/a.key}` }),
    kConfiguration,
    /cannot read the certificate \/nowhere\/a\.pem/,
  ],
  [
    'the key is of another certificate',
    (c) => {
      const [one, other] = [certificate(c.folder, 'one'), certificate(c.folder, 'other')];
      c.configure({ listen: `{port: 0, tls: true, certificate: ${one('pem')}, key: ${other('key')}}` });
    },
    kConfiguration,
    /other\.key cannot be read or does not fit/,
  ],
  [
    'the data directory is a file',
    (c) => c.configure({ data_directory: c.file }),
    kUnavailable,
    /the data directory .*is no folder/,
  ],
  [
    'the folder of the data directory is missing',
    (c) => c.configure({ data_directory: '/nowhere/at/all' }),
    kUnavailable,
    /the data directory \/nowhere\/at\/all cannot be made/,
  ],
  [
    'the data directory has another owner',
    (c) => execFileSync('chown', ['65534', c.data()]),
    kUnavailable,
    /data.* belongs to/,
    { root: true },
  ],
  ['the socket is a file', (c) => writeFileSync(c.lines.socket, 'mine'), kUnavailable, /desk\.sock/],
  [
    'the folder of the socket is missing',
    (c) => c.configure({ socket: '/nowhere/desk.sock' }),
    kUnavailable,
    /the folder of the command socket \/nowhere/,
  ],
  [
    'the port is in use',
    (c) => c.configure({ listen: `{address: 127.0.0.1, port: ${strange.address().port}}` }),
    kUnavailable,
    /cannot listen on 127\.0\.0\.1 port \d+: Address already in use/,
  ],
  ['another daemon holds the data', (c) => hold(c, 'lock'), kUnavailable, /is in use by another Frontdesk/],
  [
    'a second daemon with the same configuration',
    (c) => {
      c.configure({ listen: `{address: 127.0.0.1, port: ${strange.address().port}}` });
      return hold(c, 'lock');
    },
    kUnavailable,
    /is in use by another Frontdesk/,
  ],
  [
    'another program holds the database',
    (c) => hold(c, 'database'),
    kUnavailable,
    /another program holds the database/,
  ],
  [
    'the database is cut',
    (c) => truncateSync(c.data('frontdesk.db'), 50_000),
    kUnavailable,
    /frontdesk\.db|database|store/,
  ],
  ['the database is empty', (c) => truncateSync(c.data('frontdesk.db'), 0), kUnavailable, /database|store/],
  [
    'the database is something else',
    (c) => writeFileSync(c.data('frontdesk.db'), 'x'.repeat(90_000)),
    kUnavailable,
    /database|store/,
  ],
  ['the database is gone, its key is there', (c) => rmSync(c.data('frontdesk.db')), kUnavailable, /database/],
  [
    'the schema page is damaged',
    (c) => c.over('frontdesk.db', 100, Buffer.alloc(3000, 0xa5)),
    kUnavailable,
    /database|store/,
  ],
  [
    'the schema is newer',
    (c) =>
      c.sql('INSERT INTO schema_migration SELECT 99, checksum, applied_at FROM schema_migration LIMIT 1'),
    kUnavailable,
    /schema 99/,
  ],
  [
    'a step of the schema was changed',
    (c) => c.sql("UPDATE schema_migration SET checksum = 'x' WHERE version = 3"),
    kUnavailable,
    /migration|schema/,
  ],
  [
    'the key is missing',
    (c) => rmSync(c.data('vault.key')),
    kUnavailable,
    /key file .*vault\.key is missing/,
  ],
  [
    'the key can be read by others',
    (c) => chmodSync(c.data('vault.key'), 0o644),
    kUnavailable,
    /vault\.key can be read by others/,
  ],
  ['the key is too short', (c) => c.key('vault.key', 'short'), kUnavailable, /vault\.key must hold 32 or 64/],
  [
    'the key is a folder',
    (c) => (rmSync(c.data('vault.key')), mkdirSync(c.data('vault.key'))),
    kUnavailable,
    /vault\.key/,
  ],
  [
    'the key is another one',
    (c) => c.key('vault.key', Buffer.alloc(32, 7)),
    kUnavailable,
    /is not the key of this desk/,
  ],
  ['the audit key is missing', (c) => rmSync(c.data('audit.key')), kUnavailable, /audit\.key/],
  [
    'the audit key can be read by others',
    (c) => chmodSync(c.data('audit.key'), 0o644),
    kUnavailable,
    /audit\.key/,
  ],
  ['the audit key is damaged', (c) => c.key('audit.key', 'nonsense'), kUnavailable, /audit.key/],
  [
    'a record of the trail was changed',
    (c) => c.sql("UPDATE audit_record SET action = 'nothing' WHERE seq = 1"),
    kUnavailable,
    /record 1/,
  ],
  [
    'a restore was cut off',
    (c) => writeFileSync(c.data('restore.unfinished'), 'x'),
    kUnavailable,
    /restore of .* was cut off/,
  ],
];

/// Starts the daemon on it and waits for its end; a daemon that runs all the same is stopped and has no code.
function start(copy) {
  const ended = spawnSync(program('frontdeskd'), ['--config', copy.file], {
    encoding: 'utf8',
    timeout: 20_000,
  });
  return { code: ended.status, told: `${ended.stderr}${ended.stdout}` };
}

for (const [name, damage, code, words, only = {}] of kinds) {
  test(`${name}: exit code ${code}, one line, nothing touched`, async (t) => {
    if (only.root && process.getuid() !== 0) return t.skip('only root gives files away');
    const copy = new Copy(name);
    const holder = await damage(copy);
    const before = contentsOf(copy.folder);
    const { code: ended, told } = start(copy);
    holder?.stop?.();
    assert.equal(ended, code, told);
    const lines = told
      .trim()
      .split('\n')
      .filter((line) => /^<3>|desk\.yaml|sop\.yaml/.test(line));
    assert.ok(
      lines.some((line) => words.test(line)),
      told,
    );
    assert.deepEqual(contentsOf(copy.folder), before, `something was touched:\n${told}`);
    rmSync(copy.folder, { recursive: true, force: true });
  });
}
