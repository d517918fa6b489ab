// A whole shop for one test file: mail servers, daemon, an admin, an agent, a supervisor and the e-mail channel.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Daemon } from './daemon.mjs';
import { customer, MailServers, shop } from './mail_servers.mjs';
import { Session } from './rest.mjs';
import { until } from './waiting.mjs';

export const people = {
  admin: { name: 'owner', password: 'correct horse battery 7' },
  agent: { name: 'lin', password: 'quiet river stone 42', display_name: '小林', roles: ['agent'] },
  second: { name: 'wei', password: 'yellow maple leaf 93', display_name: '小魏', roles: ['agent'] },
  supervisor: {
    name: 'chen',
    password: 'tall paper lamp 615',
    display_name: '陈主管',
    roles: ['supervisor'],
  },
};

export class Desk {
  /// Mail servers and a daemon that nobody has set up yet.
  static async open(options = {}) {
    const desk = new Desk();
    desk.folder = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-desk-'));
    desk.mail = await MailServers.start(desk.folder, options);
    try {
      desk.daemon = Daemon.prepare(desk.folder, { ...options, readable: [desk.mail.ca_file] });
      await desk.daemon.start();
    } catch (error) {
      await desk.close();
      throw error;
    }
    return desk;
  }

  /// open(), everybody set up, the mailbox connected and read once.
  static async ready(options) {
    const desk = await Desk.open(options);
    try {
      await desk.settle();
    } catch (error) {
      await desk.close();
      throw error;
    }
    return desk;
  }

  async settle() {
    this.admin = new Session(this.daemon.origin);
    await this.admin.setUp(await this.daemon.setupToken(), people.admin);
    for (const role of ['agent', 'second', 'supervisor']) {
      await this.admin.post('/users', { language: 'zh-CN', ...people[role] });
      this[role] = await this.enter(people[role]);
    }
    this.channel = await this.addMailbox();
    await this.channelIs('ok');
    this.customers = await this.mail.submission();
  }

  async enter(person) {
    const session = new Session(this.daemon.origin);
    await session.signIn(person);
    return session;
  }

  /// change: members that differ, by group ({incoming: {port: 1}}).
  mailboxConfiguration(change = {}) {
    return {
      identity: { address: shop.address, name: '演示小店' },
      incoming: {
        protocol: 'imap',
        host: 'localhost',
        port: this.mail.imaps,
        security: 'tls',
        user: shop.address,
        ...change.incoming,
      },
      auth: { method: 'password', password: shop.password, ...change.auth },
      outgoing: {
        host: 'localhost',
        port: this.mail.smtps ?? this.mail.smtp,
        security: this.mail.smtps ? 'tls' : 'none',
        ...change.outgoing,
      },
      ...(change.import && { import: change.import }),
      advanced: { ca_file: this.mail.ca_file, allow_private_network: true, ...change.advanced },
    };
  }

  addMailbox(change) {
    const config = this.mailboxConfiguration(change);
    return this.admin.post('/channels', { plugin: 'io.frontdesk.email', name: '演示邮箱', config });
  }

  channelIs(state, { id = this.channel.id, ...waiting } = {}) {
    return until(
      `channel ${id} is ${state}`,
      async () => {
        const channel = await this.admin.get(`/channels/${id}`);
        return channel.state === state && channel;
      },
      waiting,
    );
  }

  /// Sends what compose() made, as the customer; on a new connection when the old one was silent for too long.
  async deliver(mail, from = customer.address) {
    if (this.customers.closed) this.customers = await this.mail.submission();
    return this.customers.send(from, shop.address, mail.raw);
  }

  tickets(query = 'view=all') {
    return this.agent.all(`/tickets?${query}`);
  }

  messages(ticket) {
    return this.agent.all(`/tickets/${ticket}/messages`);
  }

  ledger(id = this.channel.id) {
    return this.admin.all(`/channels/${id}/ledger`);
  }

  async close() {
    for (const name of ['admin', 'agent', 'second', 'supervisor']) this[name]?.close();
    this.customers?.close();
    await this.daemon?.stop();
    await this.mail?.stop();
    if (!process.env.FRONTDESK_KEEP) rmSync(this.folder, { recursive: true, force: true });
  }
}
