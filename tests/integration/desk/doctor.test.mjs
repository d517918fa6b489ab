// One list of checks, seen from everywhere: `frontdesk doctor`, the interface, /readyz and the metrics say the same of a
// machine that is well, of one that is not, and the doctor also where no daemon runs. The metrics keep to the rules of
// Prometheus, and what packaging/observation offers for them fits.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { contentsOf } from './contents.mjs';
import { Daemon, program } from './daemon.mjs';
import { people } from './desk.mjs';
import { faultsOf, samplesOf } from './exposition.mjs';
import { Session } from './rest.mjs';

const run = promisify(execFile);
const observation = path.resolve(import.meta.dirname, '../../../packaging/observation');

let folder;
let daemon;
let admin;
before(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-doctor-'));
  daemon = Daemon.prepare(folder, { plugins: [], settings: () => [`backup: {directory: ${folder}/copies}`] });
  await daemon.start();
  admin = new Session(daemon.origin);
  await admin.setUp(await daemon.setupToken(), people.admin);
});
after(async () => {
  admin?.close();
  await daemon?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/// What the doctor says as JSON, {code, checks}, or as people see it, {code, text}.
async function doctor({ language = 'en', json = true, more = [] } = {}) {
  const words = [
    '--socket',
    daemon.socket,
    ...(json ? ['--json'] : []),
    'doctor',
    '--config',
    daemon.configuration,
  ];
  const env = { ...process.env, LC_ALL: language === 'en' ? 'C.UTF-8' : 'zh_CN.UTF-8' };
  const { code, stdout, stderr } = await run(program('frontdesk'), [...words, ...more], { env }).then(
    (ended) => ({ code: 0, ...ended }),
    (error) => error,
  );
  assert.equal(stderr, '');
  if (!json) return { code, text: stdout };
  return {
    code,
    checks: stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
}
const found = (checks) => checks.filter((one) => one.state === 'found').map((one) => one.name);
const unknown = (checks) => checks.filter((one) => one.state === 'unknown').map((one) => one.name);

const readiness = async () => (await fetch(`${daemon.origin}/readyz`)).json();
async function metrics() {
  const token = readFileSync(path.join(daemon.data, 'metrics.token'), 'utf8').trim();
  const answer = await fetch(`${daemon.origin}/metrics`, { headers: { Authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 200);
  return answer.text();
}
const checksInMetrics = async () =>
  samplesOf(await metrics())
    .filter((one) => one.name === 'frontdesk_check_findings' && one.value > 0)
    .map((one) => one.labels.check);

/// Free room is the machine's own affair: a small disk under the tests is no fault of the desk.
const ofTheDesk = (names) => names.filter((name) => !name.startsWith('disk_'));

async function everywhere() {
  const told = await doctor();
  const page = (await admin.get('/checks')).items;
  assert.deepEqual(found(page), found(told.checks), 'the page');
  assert.deepEqual(await checksInMetrics(), found(told.checks), 'the metrics');
  const { degraded, reasons } = await readiness();
  const words = told.checks.flatMap((one) => one.findings.map((each) => `${each.found} ${each.todo}`));
  assert.deepEqual(reasons, words, '/readyz');
  assert.equal(degraded, words.length > 0);
  return { ...told, found: ofTheDesk(found(told.checks)) };
}

test('a new desk is well, and everything was looked at that a running daemon can look at', async () => {
  const { checks, found } = await everywhere();
  assert.deepEqual(found, []);
  assert.deepEqual(unknown(checks), []);
  assert.match(
    (await doctor({ json: false })).text,
    /^(WARNING .*\n {4}-> .*\n)*0 critical, \d to be mended, \d+ fine\n$/,
  );
});

test('what is wrong is told with its object and what to do, in both languages, and withdrawn', async () => {
  const key = path.join(daemon.data, 'audit.key');
  chmodSync(key, 0o644);
  const { code, checks, found } = await everywhere();
  assert.deepEqual([code, found], [2, ['key_file_open']]);
  const [finding] = checks.find((one) => one.name === 'key_file_open').findings;
  assert.equal(finding.object_id, key);
  assert.match(finding.found, /audit\.key has mode 0644/);
  assert.match(finding.todo, /chmod 600/);
  const { text } = await doctor({ language: 'zh', json: false });
  assert.match(text, /^严重 {2}key_file_open: .*audit\.key 的权限为 0644/m);
  const chinese = (await admin.get('/checks?language=zh-CN')).items.find(
    (one) => one.name === 'key_file_open',
  );
  assert.equal(chinese.title, '密钥文件仅守护进程可读');
  chmodSync(key, 0o600);
  assert.deepEqual((await everywhere()).found, []);
});

// M-76: how the machine is built is for who runs it.
test('a supervisor is told that something is wrong, and not where', async () => {
  await admin.post('/users', { language: 'zh-CN', ...people.supervisor });
  const supervisor = new Session(daemon.origin);
  await supervisor.signIn(people.supervisor);
  chmodSync(path.join(daemon.data, 'audit.key'), 0o644);
  const check = (await supervisor.get('/checks')).items.find((one) => one.name === 'key_file_open');
  assert.deepEqual(check.findings, [{ object: null, object_id: null, found: '', todo: '' }]);
  chmodSync(path.join(daemon.data, 'audit.key'), 0o600);
  supervisor.close();
});

test('each check stands in the guide for administrators, in both languages', async () => {
  const checks = JSON.parse((await run(program('frontdesk-describe'), ['checks'])).stdout);
  const guides = { en: 'docs/admin/en/trouble.md', 'zh-CN': 'docs/admin/zh-CN/trouble.md' };
  for (const [language, file] of Object.entries(guides)) {
    const guide = readFileSync(path.resolve(observation, '../..', file), 'utf8');
    const rows = [...guide.matchAll(/^\| `([a-z_]+)` \| (.*) \|$/gm)].map(([, name, title]) => [name, title]);
    assert.deepEqual(
      rows,
      checks.map((one) => [one.name, one[language]]),
    );
  }
});

test('the metrics keep to the rules of the format', async () => {
  assert.deepEqual(faultsOf(await metrics()), []);
});

test('each check has its alert, and dashboard and alerts name metrics that there are', async () => {
  const rules = readFileSync(path.join(observation, 'frontdesk.rules.yml'), 'utf8');
  assert.equal(
    rules,
    (await run(program('frontdesk-describe'), ['alerts'])).stdout,
    'frontdesk-describe alerts',
  );
  const dashboard = JSON.parse(readFileSync(path.join(observation, 'frontdesk-dashboard.json'), 'utf8'));
  const asked = dashboard.panels
    .flatMap((panel) => (panel.targets ?? []).map((target) => target.expr))
    .join('\n');
  assert.ok(dashboard.panels.length > 8);
  const families = new Set([...(await metrics()).matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1]));
  for (const [name] of `${rules}\n${asked}`.matchAll(/\bfrontdesk_[a-z_]+/g)) {
    const family = name.replace(/_(bucket|sum|count)$/, '');
    // Told only when there is such a thing.
    if (/_(age_seconds|full_in_seconds|certificate_ends_seconds|last_success_seconds)$/.test(family))
      continue;
    assert.ok(families.has(family) || families.has(name), `there is no metric ${name}`);
  }
});

test('where no daemon runs the doctor looks from outside, and leaves everything as it was', async () => {
  await daemon.stop();
  const before = contentsOf(folder);
  const { code, checks } = await doctor();
  assert.deepEqual([code, ofTheDesk(found(checks))], [2, ['daemon_silent']]);
  assert.ok(unknown(checks).includes('channel_silent') && !unknown(checks).includes('database_unusable'));

  const database = path.join(daemon.data, 'frontdesk.db');
  const whole = readFileSync(database);
  writeFileSync(database, whole.subarray(0, whole.length >> 1));
  assert.deepEqual(ofTheDesk(found((await doctor()).checks)), ['daemon_silent', 'database_unusable']);
  writeFileSync(database, whole);
  const configuration = readFileSync(daemon.configuration);
  writeFileSync(daemon.configuration, `${configuration}nonsense: 1\ncolour: red\n`);
  const broken = (await doctor()).checks;
  assert.deepEqual(found(broken), ['configuration_mistaken']);
  assert.equal(broken.find((one) => one.name === 'configuration_mistaken').findings.length, 2);
  writeFileSync(daemon.configuration, configuration);
  assert.deepEqual(contentsOf(folder), before);
});
