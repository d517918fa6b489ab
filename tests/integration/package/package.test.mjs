// What is in the packages, before they are packed: files, unit, pages, completions, filters, bill of materials.
import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { source, Staging, tried } from './staging.mjs';

const daemon = Staging.of('daemon', 'plugin_email');
after(() => daemon.remove());

test('the daemon and its plugin bring these files, and no other', () => {
  const files = daemon.files().filter((file) => !file.startsWith('/usr/share/frontdesk/web/'));
  const doc = '/usr/share/doc/frontdesk';
  assert.deepEqual(files, [
    '/etc/fail2ban/filter.d/frontdesk.conf',
    '/etc/frontdesk/frontdesk.yaml',
    '/etc/ufw/applications.d/frontdesk',
    '/usr/bin/frontdesk',
    '/usr/bin/frontdesk-audit',
    '/usr/lib/frontdesk/frontdesk-plugin-host',
    '/usr/lib/frontdesk/plugins/email/email.so',
    '/usr/lib/frontdesk/plugins/email/manifest.json',
    '/usr/lib/systemd/system/frontdesk-backup.service',
    '/usr/lib/systemd/system/frontdesk-backup.timer',
    '/usr/lib/systemd/system/frontdesk.service',
    '/usr/lib/systemd/system/frontdesk.socket',
    '/usr/lib/sysusers.d/frontdesk.conf',
    '/usr/lib/tmpfiles.d/frontdesk.conf',
    '/usr/sbin/frontdeskd',
    '/usr/share/bash-completion/completions/frontdesk',
    '/usr/share/doc/frontdesk-plugin-email/changelog.gz',
    '/usr/share/doc/frontdesk-plugin-email/copyright',
    ...[`NEWS.gz`, 'README.md', 'README.zh-CN.md', 'changelog.gz', 'copyright'].map(
      (name) => `${doc}/${name}`,
    ),
    ...[
      'bootstrap.yaml',
      'fail2ban-jail.conf',
      'frontdesk-dashboard.json',
      'frontdesk.rules.yml',
      'plugin-users.conf',
      'prometheus.yml',
    ].map((name) => `${doc}/examples/${name}`),
    `${doc}/sbom.spdx.json`,
    '/usr/share/frontdesk/profile/sop.yaml',
    '/usr/share/man/man1/frontdesk-audit.1.gz',
    '/usr/share/man/man1/frontdesk.1.gz',
    '/usr/share/man/man5/frontdesk.yaml.5.gz',
    '/usr/share/man/man7/frontdesk-plugin.7.gz',
    '/usr/share/man/man8/frontdeskd.8.gz',
    '/usr/share/zsh/vendor-completions/_frontdesk',
  ]);
});

test('the packaged configuration names what the package installs', () => {
  const yaml = daemon.text('/etc/frontdesk/frontdesk.yaml');
  const named = [...yaml.matchAll(/^[^#\n]*?(\/usr\/[^\s\],]+)/gm)].map(([, file]) => file);
  assert.ok(named.length >= 4);
  const there = daemon.files();
  for (const file of named) {
    const found = there.some((one) => one === file || one.startsWith(`${file}/`));
    assert.ok(found || file.endsWith('/web'), file);
  }
});

test('the unit is well formed and exposes no more than 1.5', () => {
  // The paths of its programs are those of a machine that has the package.
  const unit = daemon.text('/usr/lib/systemd/system/frontdesk.service');
  const file = daemon.at('/frontdesk.service');
  writeFileSync(
    file,
    unit.replace(/^Exec(?!Start=).*\n/gm, '').replace(/^ExecStart=.*$/m, 'ExecStart=/bin/true'),
  );
  const verified = tried('systemd-analyze', 'verify', '--man=no', file);
  assert.equal(
    verified.told
      .split('\n')
      .filter((line) => line.includes('frontdesk'))
      .join('\n'),
    '',
  );
  const scored = tried('systemd-analyze', 'security', '--offline=true', '--no-pager', file);
  const [, score] = /exposure level for \S+: ([\d.]+)/.exec(scored.out);
  console.log(`figure: unit_exposure=${score}`);
  assert.ok(Number(score) <= 1.5, scored.out);
});

test('manual pages have no faults', () => {
  for (const file of daemon.files().filter((one) => one.includes('/man/'))) {
    const linted = tried('mandoc', '-T', 'lint', '-W', 'warning', daemon.at(file));
    assert.equal(linted.out + linted.told, '', file);
    const shown = tried('man', '--warnings', '-E', 'UTF-8', '-l', '-Tutf8', daemon.at(file));
    assert.equal(shown.told, '', file);
  }
});

test('the manual names every key of the configuration, and every verb', () => {
  const page = (name) =>
    tried('man', '-E', 'UTF-8', '-l', '-Tascii', daemon.at(`/usr/share/man/${name}.gz`)).out.replace(
      /.\x08/g,
      '',
    );
  const settings = page('man5/frontdesk.yaml.5');
  for (const [, key] of daemon.text('/etc/frontdesk/frontdesk.yaml').matchAll(/^\s*(?:# )?\s*([a-z_]+):/gm)) {
    assert.ok(settings.includes(key), key);
  }
  const verbs = page('man1/frontdesk.1');
  const help = (...words) => [
    ...(tried(daemon.at('/usr/bin/frontdesk'), ...words, '--help')
      .out.split('Subcommands:')[1]
      ?.matchAll(/^ {2}(\S+)/gm) ?? []),
  ];
  for (const [, group] of help()) {
    for (const [, verb] of help(group))
      assert.match(verbs, new RegExp(`^ +${group} ${verb}\\b`, 'm'), `${group} ${verb}`);
  }
});

test('both shells complete verbs and options', () => {
  const file = daemon.at('/usr/share/bash-completion/completions/frontdesk');
  const complete = (...words) => {
    const script = `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($#-1)); _frontdesk; echo "\${COMPREPLY[*]}"`;
    return tried('bash', '-c', script, 'bash', file, 'frontdesk', ...words)
      .out.trim()
      .split(' ');
  };
  assert.deepEqual(complete('tick'), ['ticket']);
  assert.ok(complete('ticket', '').includes('reopen'));
  assert.deepEqual(complete('ticket', 'classify', '--prio'), ['--priority']);
  assert.ok(complete('--json', 'user', '').includes('add'));
  assert.equal(tried('zsh', '-n', daemon.at('/usr/share/zsh/vendor-completions/_frontdesk')).told, '');
});

test('refused sign-ins are found by fail2ban, and nothing else is', () => {
  const log = daemon.at('/journal.log');
  const prefix = 'Nov 30 12:00:00 desk frontdeskd[812]: ';
  const lines = [
    'sign-in refused address=203.0.113.7',
    'sign-in refused address=2001:db8::7',
    'request refused method=GET address=203.0.113.8',
    'left for later duty="sign-in refused address=203.0.113.9"',
  ];
  writeFileSync(log, lines.map((line) => `${prefix}${line}\n`).join(''));
  // The filter includes a neighbour of the distribution.
  const folder = daemon.at('/etc/fail2ban/filter.d');
  mkdirSync(folder, { recursive: true });
  copyFileSync('/etc/fail2ban/filter.d/common.conf', path.join(folder, 'common.conf'));
  const judged = tried('fail2ban-regex', '--print-all-matched', log, path.join(folder, 'frontdesk.conf'));
  assert.match(judged.out, /Lines: 4 lines, 0 ignored, 2 matched, 2 missed/, judged.out + judged.told);
});

test('the bill of materials names every library that is needed', () => {
  const bill = JSON.parse(daemon.text('/usr/share/doc/frontdesk/sbom.spdx.json'));
  assert.equal(bill.spdxVersion, 'SPDX-2.3');
  const names = new Set(bill.packages.map((one) => one.name));
  const programs = ['/usr/sbin/frontdeskd', '/usr/bin/frontdesk', '/usr/bin/frontdesk-audit'];
  programs.push('/usr/lib/frontdesk/frontdesk-plugin-host', '/usr/lib/frontdesk/plugins/email/email.so');
  const dynamic = programs.map((file) => tried('objdump', '-p', daemon.at(file)).out).join('');
  const needed = new Set([...dynamic.matchAll(/NEEDED\s+(\S+)/g)].map(([, library]) => library));
  assert.ok(needed.size > 20);
  const owners = tried('dpkg-query', '-S', ...[...needed].map((library) => `*/${library}`)).out.split('\n');
  for (const library of needed) {
    const of = owners.filter((line) => line.endsWith(`/${library}`)).map((line) => line.split(':')[0]);
    assert.ok(
      of.some((owner) => names.has(owner)),
      `${library} of ${of}`,
    );
  }
  assert.ok(names.has('react') && !names.has('vitest'));
  const ids = bill.packages.map((one) => one.SPDXID);
  assert.equal(new Set(ids).size, ids.length);
});

test('maintainer scripts are run by a plain shell and know every call of theirs', () => {
  for (const name of ['postinst', 'prerm', 'postrm', 'plugin-postinst']) {
    const file = path.join(source, 'packaging/debian', name);
    assert.equal(tried('dash', '-n', file).told, '', name);
    assert.match(readFileSync(file, 'utf8'), /^#!\/bin\/sh\n(#.*\n)*set -e\n/, name);
  }
});
