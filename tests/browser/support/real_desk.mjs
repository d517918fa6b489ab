// The real daemon behind the pages, fresh: with private mail servers, and customers who write and receive.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Desk } from '../../integration/desk/desk.mjs';
import { compose, readMaildir } from '../../integration/desk/mail.mjs';
import { customer, shop } from '../../integration/desk/mail_servers.mjs';
import { until } from '../../integration/desk/waiting.mjs';

const source = path.resolve(import.meta.dirname, '../../..');

export class RealDesk {
  /** Nobody has set it up yet. */
  static async open(person) {
    const desk = new RealDesk();
    desk.shop = await Desk.open({ webRoot: path.join(source, 'web_admin/dist') });
    const { daemon, mail } = desk.shop;
    Object.assign(desk, { url: daemon.origin, person, real: true });
    desk.token = await daemon.setupToken();
    desk.channel = {
      'identity.address': shop.address,
      'incoming.host': 'localhost',
      'incoming.port': mail.imaps,
      'incoming.user': shop.address,
      'auth.password': shop.password,
      'outgoing.host': 'localhost',
      'outgoing.port': mail.smtp,
      'outgoing.security': 'none',
      'advanced.ca_file': mail.ca_file,
      'advanced.allow_private_network': true,
    };
    return desk;
  }

  /** The customer whose mailbox can be read writes: {subject, text, html, headers}. */
  async write(mail) {
    this.shop.customers ??= await this.shop.mail.submission();
    await this.shop.deliver(compose({ from: customer.address, name: '王小明', ...mail }));
  }

  /** Others write: the mails of the rehearsal. */
  async writeSamples() {
    this.shop.customers ??= await this.shop.mail.submission();
    const folder = path.join(source, 'packaging/rehearsal/mails');
    for (const name of readdirSync(folder)) {
      const text = readFileSync(path.join(folder, name), 'utf8').replace(/\r?\n/g, '\r\n');
      const from = /^From:.*<([^>]*)>/m.exec(text)[1];
      const head = `Message-ID: <${name}@customers.test>\r\nDate: ${new Date().toUTCString()}\r\n`;
      await this.shop.deliver({ raw: Buffer.from(head + text) }, from);
    }
  }

  /** The mail with this text in the customer's mailbox, once it is there. */
  received(text) {
    const folder = this.shop.mail.maildir(customer.address);
    return until(`a mail with ${text}`, () => readMaildir(folder).find((mail) => mail.text.includes(text)));
  }

  /** The customer answers that mail. */
  answer(mail, text) {
    const id = mail.headers['message-id'];
    return this.write({ subject: 'Re: 回复', text, headers: { 'In-Reply-To': id, References: id } });
  }

  /** As many mails as this lie in the mailbox, each by somebody else. */
  fill(count) {
    for (let at = 0; at < count; at += 1) {
      const from = `crowd-${at}@customers.test`;
      const { raw } = compose({ from, subject: `Crowd ${at}`, text: `One of many, number ${at}.` });
      this.shop.mail.put(raw, `crowd-${at}`);
    }
  }

  crash() {
    return this.shop.daemon.crash();
  }

  restart() {
    return this.shop.daemon.start();
  }

  stop() {
    return this.shop.close();
  }
}
