// Private Dovecot and submission server of a test. Dovecot can be taken away and come back on the same ports.
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { Child } from './child.mjs';
import { program } from './daemon.mjs';
import { Submission } from './smtp.mjs';
import { until } from './waiting.mjs';

export const shop = { address: 'support@shop.test', password: 'support-secret-1' };
export const customer = { address: 'customer@shop.test', password: 'customer-secret-1' };

export class MailServers {
  /// postfix: what the shop sends goes through one, which answers when its queue holds a mail.
  static async start(folder, { postfix = false } = {}) {
    const servers = new MailServers();
    const log = path.join(folder, 'mail.log');
    const users = [shop, customer].map(({ address, password }) => `${address}:${password}`);
    if (postfix) users.push('--postfix', shop.address.split('@')[1]);
    servers.log = log;
    servers.child = new Child(program('rehearsal_mail_servers'), users, { log });
    const line = await until('the mail servers are up', () => {
      if (!servers.child.running) throw new Error(`the mail servers ended:\n${servers.child.logText()}`);
      return servers.child
        .logText()
        .split('\n')
        .find((text) => text.startsWith('{'));
    });
    Object.assign(servers, JSON.parse(line));
    servers.folder = path.join(path.dirname(path.dirname(servers.ca_file)), 'dovecot');
    return servers;
  }

  maildir(address) {
    return path.join(this.folder, 'mail', address, 'Maildir');
  }

  /// A connection on which customers send.
  submission() {
    return Submission.open({ port: this.smtp, user: customer.address, password: customer.password });
  }

  /// Puts a mail into the shop's INBOX as it is.
  put(raw, name) {
    this.#put(this.maildir(shop.address), raw, name);
  }

  /// Puts it into the folder for what was sent, as a colleague's mail program does.
  putSent(raw, name) {
    const inbox = this.maildir(shop.address);
    const { uid, gid } = statSync(inbox);
    const sent = path.join(inbox, '.&XfJT0ZAB-'); // 已发送
    for (const folder of [sent, ...['tmp', 'new', 'cur'].map((part) => path.join(sent, part))]) {
      if (existsSync(folder)) continue;
      mkdirSync(folder);
      chownSync(folder, uid, gid);
    }
    this.#put(sent, raw, name);
  }

  #put(inbox, raw, name) {
    const { uid, gid } = statSync(inbox);
    const draft = path.join(inbox, 'tmp', name);
    writeFileSync(draft, raw);
    chownSync(draft, uid, gid);
    chmodSync(draft, 0o600);
    renameSync(draft, path.join(inbox, 'new', name));
  }

  async stopDovecot() {
    if (this.dovecot) {
      await this.dovecot.stop();
      this.dovecot = undefined;
    } else {
      process.kill(Number(readFileSync(path.join(this.folder, 'run/master.pid'), 'utf8')), 'SIGTERM');
    }
    await until('Dovecot is gone', async () => !(await isOpen(this.imaps)));
  }

  async startDovecot() {
    const configuration = path.join(this.folder, 'dovecot.conf');
    this.dovecot = new Child('/usr/sbin/dovecot', ['-F', '-c', configuration], { log: this.log });
    await until('Dovecot is back', async () => (await isOpen(this.imaps)) && isOpen(this.lmtp));
  }

  /// Throws Dovecot's UID list of the shop's mailbox away: another UIDVALIDITY and new UIDs for the same mails.
  async forgetUids() {
    await this.stopDovecot();
    const inbox = this.maildir(shop.address);
    for (const name of readdirSync(inbox)) {
      if (name.startsWith('dovecot')) rmSync(path.join(inbox, name), { recursive: true });
    }
    await this.startDovecot();
  }

  async stop() {
    await this.dovecot?.stop();
    await this.child.stop();
  }
}

export function isOpen(port) {
  return new Promise((done) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
    socket.once('connect', () => socket.destroy());
  });
}
