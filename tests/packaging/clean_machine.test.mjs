// On a clean Debian without network: install, link, administrator, first mail; then the guide for administrators, word for
// word. Started by clean_machine.sh.
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { Desk, people } from '../integration/desk/desk.mjs';
import { compose } from '../integration/desk/mail.mjs';
import { customer, MailServers, shop } from '../integration/desk/mail_servers.mjs';
import { Session } from '../integration/desk/rest.mjs';
import { figure, until } from '../integration/desk/waiting.mjs';
import { follow } from './guide.mjs';
import { installed, must, read, shell, write } from './machine.mjs';

const origin = 'http://127.0.0.1:8480';
const both = (version) => `./frontdesk_${version}_amd64.deb ./frontdesk-plugin-email_${version}_amd64.deb`;
const folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-clean-'));
const rows = (line) => must(line).split('\n').filter(Boolean).map(JSON.parse);

let mail;
before(async () => {
  mail = await MailServers.start(folder);
});
after(async () => {
  await mail?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function mailbox() {
  const desk = Object.assign(new Desk(), { mail });
  return desk.mailboxConfiguration({ advanced: { ca_file: '/etc/frontdesk/ca/shop.pem' } });
}

async function arrives(subject) {
  const customers = await mail.submission();
  await customers.send(
    customer.address,
    shop.address,
    compose({ from: customer.address, subject, text: '在吗' }).raw,
  );
  customers.close();
  await until(
    `a ticket of ${subject}`,
    () => rows('frontdesk --json ticket list').some((row) => row.subject === subject),
    { within: 60_000, every: 200 },
  );
}

/// systemd says that it runs, and the desk answers.
const answers = () =>
  until(
    'the desk answers',
    () => shell('frontdesk status').code === 0 && shell('systemctl is-active frontdesk').code === 0,
    {
      within: 30_000,
      every: 100,
    },
  );

test('installed without network, the desk starts by its unit, and the first mail is a ticket', async () => {
  assert.equal(shell('ip route 2>/dev/null | grep -c . ').out.trim(), '0', 'the network is cut');
  const there = installed();
  const began = Date.now();
  must(`apt-get install -y ${both('0.1.0')}`);
  figure('install_seconds', ((Date.now() - began) / 1000).toFixed(1));
  await answers();
  const [, token] = /\/setup#token=(\S+)/.exec(must('frontdesk setup link'));
  const admin = new Session(origin);
  assert.equal((await admin.setUp(token, people.admin)).status, 201);
  await admin.post('/users', { language: 'zh-CN', ...people.agent });
  copyFileSync(mail.ca_file, path.join(process.env.FRONTDESK_ROOT, 'etc/frontdesk/ca/shop.pem'));
  must('chmod 0644 /etc/frontdesk/ca/shop.pem');
  write('/root/packages/mailbox.json', JSON.stringify(mailbox()));
  must('frontdesk channel add io.frontdesk.email Shop --config mailbox.json');
  await arrives('first-mail');
  admin.close();
  figure('install_to_first_ticket_seconds', ((Date.now() - began) / 1000).toFixed(1));

  const added = [...installed()].filter(([name]) => !there.has(name)).sort((a, b) => b[1] - a[1]);
  const total = added.reduce((sum, [, size]) => sum + size, 0);
  const icu = added.find(([name]) => name.startsWith('libicu'))?.[1] ?? 0;
  console.log(added.map(([name, size]) => `  ${(size / 1024).toFixed(1)} MiB ${name}`).join('\n'));
  figure('closure_packages', added.length);
  figure('closure_mib', (total / 1024).toFixed(1));
  figure('closure_mib_without_icu', ((total - icu) / 1024).toFixed(1));
  const scored = must('systemd-analyze security --no-pager frontdesk.service');
  must('apt-get install -y --no-install-recommends sudo curl fail2ban ufw');
  figure('unit_exposure_running', /exposure level for \S+: ([\d.]+)/.exec(scored)[1]);
});

test('the guide is followed: channels and people', async () => {
  await follow('en', 'channels_and_people', {
    'sudo frontdesk plugin list': { says: /io\.frontdesk\.email/ },
    'sudo frontdesk plugin approve io.frontdesk.email': {},
    'sudo frontdesk channel add io.frontdesk.email Shop --config mailbox.json': {
      before: () => must('frontdesk channel remove Shop'),
      after: () => arrives('after-the-guide'),
    },
    'sudo frontdesk channel check Shop': {},
    'sudo frontdesk channel ledger Shop': { says: /ticket/ },
    'sudo frontdesk role list': { says: /supervisor/ },
    'sudo frontdesk user disable lin': {},
  });
});

test('the guide is followed: configure', async () => {
  const bearer =
    'curl -H "Authorization: Bearer $(sudo cat /var/lib/frontdesk/metrics.token)" http://127.0.0.1:8480/metrics';
  await follow('en', 'configure', {
    'sudo frontdeskd --check-config': { says: /no mistakes/ },
    'sudo systemctl reload frontdesk': {},
    'sudo systemctl restart frontdesk': { after: answers },
    'sudo systemctl stop frontdesk': {},
    'sudo systemctl enable --now frontdesk.socket': {},
    'sudo systemctl start frontdesk': {
      after: async () => {
        await answers();
        assert.match(must('curl -sk https://127.0.0.1/healthz'), /./, 'port 443');
        must('systemctl disable --now frontdesk.socket; systemctl restart frontdesk');
        await answers();
      },
    },
    'sudo cp /usr/share/doc/frontdesk/examples/fail2ban-jail.conf /etc/fail2ban/jail.d/frontdesk.conf': {
      after: () => assert.match(must('fail2ban-client -d'), /frontdesk/),
    },
    'sudo ufw allow Frontdesk': { says: /updated|added/ },
    [bearer]: { says: /frontdesk_/ },
  });
});

test('the guide holds where it has no commands: over the network, a certificate of its own, the key elsewhere', async () => {
  const file = '/etc/frontdesk/frontdesk.yaml';
  const packaged = read(file);
  const restart = async () => {
    must('frontdeskd --check-config && systemctl restart frontdesk');
    await answers();
  };
  const open = packaged.replace(/^ {2}address: .*$/m, '  address: 0.0.0.0\n  host_names: [desk.example.com]');
  write(file, open);
  await restart();
  must('curl -skf --resolve desk.example.com:8480:127.0.0.1 https://desk.example.com:8480/healthz');
  const tls = '/etc/frontdesk/tls';
  must(
    `openssl req -x509 -newkey rsa:2048 -nodes -days 90 -subj /CN=desk.example.com -addext subjectAltName=DNS:desk.example.com` +
      ` -keyout ${tls}/server.key -out ${tls}/server.pem; chgrp frontdesk ${tls}/*; chmod 0640 ${tls}/*`,
  );
  write(
    file,
    open.replace(/^ {2}port: .*$/m, `$&\n  certificate: ${tls}/server.pem\n  key: ${tls}/server.key`),
  );
  await restart();
  must(
    `curl -sf --cacert ${tls}/server.pem --resolve desk.example.com:8480:127.0.0.1 https://desk.example.com:8480/healthz`,
  );
  write(file, packaged);
  must(
    'install -m 0600 -D /var/lib/frontdesk/vault.key /etc/credstore/frontdesk-key; rm /var/lib/frontdesk/vault.key',
  );
  await restart();
  must('frontdesk backup keys /root/of-credstore.keys', {
    input: 'four wooden spoons 31\nfour wooden spoons 31\n',
  });
  must(
    'install -m 0600 -o frontdesk -g frontdesk /etc/credstore/frontdesk-key /var/lib/frontdesk/vault.key; rm /etc/credstore/frontdesk-key',
  );
  await restart();
});

test('the guide is followed: backup, restore, upgrade, going back', async () => {
  const newest = (place) => must(`ls ${place}`).trim().split('\n').at(-1);
  const copy = () => `/var/backups/frontdesk/${newest('/var/backups/frontdesk')}`;
  const words = 'a long passphrase of your own'; // of copies and keys
  await follow('en', 'backup_and_upgrade', {
    'sudo frontdesk backup create': {},
    'sudo frontdesk backup drill': {
      after: () =>
        until('the nightly backup', () => shell('systemctl start frontdesk-backup.service').code === 0, {
          every: 1000,
        }),
    },
    'sudo frontdesk backup list': { says: /20\d\d-/ },
    'sudo frontdesk backup verify /var/backups/frontdesk/2026-11-30T02-30-00Z': {
      as: () => `sudo frontdesk backup verify ${copy()}`,
      says: /whole/,
    },
    [`sudo sh -c 'umask 027; echo "a long passphrase of your own" > /etc/frontdesk/backup.passphrase; chgrp frontdesk /etc/frontdesk/backup.passphrase'`]:
      {
        after: () => {
          const line = '  passphrase_file: /etc/frontdesk/backup.passphrase';
          const file = '/etc/frontdesk/frontdesk.yaml';
          write(file, read(file).replace(/^ {2}# passphrase_file:.*$/m, line));
          assert.ok(read(file).includes(line));
        },
      },
    'sudo systemctl restart frontdesk': {
      after: async () => {
        await answers();
        await until('a sealed copy', () => shell('frontdesk backup create').code === 0, { every: 200 });
        must('frontdesk backup keys /mnt/frontdesk.keys', { input: `${words}\n${words}\n` });
        must(`cp -a ${copy()} /mnt/`);
      },
    },
    'sudo systemctl stop frontdesk': {},
    'sudo frontdesk backup restore /var/backups/frontdesk/2026-11-30T02-30-00Z': {
      as: () => `sudo frontdesk backup restore ${copy()}`,
      input: 'a long passphrase of your own\n',
    },
    'sudo frontdesk backup restore /mnt/2026-11-30T02-30-00Z --keys /mnt/frontdesk.keys': {
      as: () =>
        `sudo frontdesk backup restore ${copy().replace('/var/backups/frontdesk', '/mnt')} --keys /mnt/frontdesk.keys`,
      before: () =>
        must('mv /var/lib/frontdesk /var/lib/frontdesk.gone; systemd-tmpfiles --create frontdesk.conf'),
      input: `${words}\n`,
    },
    'sudo systemctl start frontdesk': {
      after: async () => {
        await answers();
        assert.ok(rows('frontdesk --json ticket list').some((row) => row.subject === 'first-mail'));
      },
    },
    'sudo apt install --allow-downgrades ./frontdesk_OLD_amd64.deb ./frontdesk-plugin-email_OLD_amd64.deb': {
      as: `sudo apt install --allow-downgrades ${both('0.1.0')}`,
      before: () => must(`apt-get install -y ${both('0.1.1')}`),
      input: 'y\n',
    },
    'sudo frontdesk backup restore /var/lib/frontdesk/before-upgrade/2026-11-30T09-00-00Z':
      'this version changes no schema; unit.app goes back from each',
    'sudo systemctl edit frontdesk': 'asks for an editor',
    'frontdesk backup keys': 'followed above',
    'sudo frontdesk audit accept --reason "restored from a backup"': {
      ends: 1,
      says: /nothing|no alarm|stands/,
    },
    'sudo apt install ./frontdesk_NEW_amd64.deb ./frontdesk-plugin-email_NEW_amd64.deb': {
      as: `sudo apt install ${both('0.1.1')}`,
      input: 'y\n',
      after: async () => {
        await answers();
        must('frontdesk plugin approve io.frontdesk.email');
        await arrives('after-the-upgrade');
      },
    },
  });
});

test('the guide is followed: trouble', async () => {
  const name = (line) => ({ as: line.replace('NAME', 'lin') });
  const steps = Object.fromEntries(
    ['enable NAME', 'password NAME --generate', 'role NAME admin,supervisor'].map((words) => [
      `frontdesk user ${words}`,
      name(`frontdesk user ${words}`),
    ]),
  );
  await follow('en', 'trouble', {
    ...steps,
    'sudo frontdesk status': { says: /url/ },
    'curl -s http://127.0.0.1:8480/readyz': { says: /ready|reasons/ },
    'sudo frontdeskd --check-config': { says: /no mistakes/ },
    'frontdesk backup restore': 'followed above',
    'frontdesk channel check NAME': { as: 'frontdesk channel check Shop' },
    'frontdesk plugin approve ID': { as: 'frontdesk plugin approve io.frontdesk.email' },
    'frontdesk backup create': {},
    'frontdesk backup drill': {},
    'frontdesk damage list': {},
    'frontdesk audit state': {},
    'frontdesk audit export': {},
    'frontdesk user list': { says: /lin/ },
  });
  const users = rows('frontdesk --json user list');
  assert.ok(users.find((user) => user.name === 'lin').roles.includes('admin'), 'let in again');
});

test('the guide is followed: install without a browser, remove, purge', async () => {
  must(
    'apt-get purge -y frontdesk frontdesk-plugin-email; rm -rf /var/backups/frontdesk /media/stick; mkdir /media/stick',
  );
  const file = '/etc/frontdesk/bootstrap.yaml';
  await follow('en', 'install', {
    [`sudo apt install ${both('0.1.0')}`]: { input: 'y\n', after: answers },
    'sudo systemctl status frontdesk': { says: /active \(running\)/ },
    'sudo frontdesk setup link': { says: /setup#token=/ },
    [`sudo install -m 0640 -g frontdesk /usr/share/doc/frontdesk/examples/bootstrap.yaml ${file}`]: {
      after: () =>
        assert.equal(shell('frontdeskd --check-config').code, 78, 'the example has no password yet'),
    },
    [`sudo nano ${file}`]: {
      as: 'true',
      after: () => {
        copyFileSync(mail.ca_file, path.join(process.env.FRONTDESK_ROOT, 'etc/frontdesk/ca/shop.pem'));
        must('chmod 0644 /etc/frontdesk/ca/shop.pem');
        const config = JSON.stringify(mailbox());
        const channels = `channels: [{plugin: io.frontdesk.email, name: Shop, config: ${config}}]\n`;
        write(file, read(file).replace("password: ''", "password: 'correct horse battery 7'") + channels);
      },
    },
    'sudo frontdeskd --check-config': { says: /no mistakes/ },
    'sudo systemctl restart frontdesk': { after: answers },
    [`sudo rm ${file}`]: { after: () => arrives('without-a-browser') },
    'sudo frontdesk backup keys /media/stick/frontdesk.keys': {
      input: 'four wooden spoons 31\nfour wooden spoons 31\n',
      after: () => assert.ok(read('/media/stick/frontdesk.keys').length > 0),
    },
    'sudo apt remove frontdesk': {
      input: 'y\n',
      after: () => must('test -f /var/lib/frontdesk/frontdesk.db && test -f /etc/frontdesk/frontdesk.yaml'),
    },
    'sudo apt purge frontdesk': {
      input: 'y\n',
      after: () => must('! test -e /var/lib/frontdesk && ! test -e /etc/frontdesk'),
    },
  });
});
