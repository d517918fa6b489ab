// One round of a storm: mails, replies with files and notes, and somewhere in between an end — of the daemon, of the plugin
// host, of both, or an orderly one —, in some rounds while the mail server is away or a large mail is being read.
import { randomUUID } from 'node:crypto';
import { compose } from './mail.mjs';
import { pause, until } from './waiting.mjs';

const mailsPerRound = 10;
const outageEvery = 20;
const largeEvery = 4;
export const pictureSize = 50_000;
export const largeSize = 6_000_000;

/// What a reply's file says.
export const fileText = (mark) => `file of ${mark} `.repeat(500);

export class Storm {
  /// random: 0 to 1, the same for the same seed.
  constructor(desk, random) {
    this.desk = desk;
    this.random = random;
    this.sent = [];
    this.files = new Map(); // mark → size of its attachment
    this.replies = new Map(); // mark → {id, ticket, file}
    this.notes = new Map(); // mark → {id, ticket}
    this.uploads = new Map(); // mark → id
    this.recoveries = [];
    this.ends = { daemon: 0, host: 0, both: 0, orderly: 0 };
    this.outages = 0;
  }

  async round(number, repliesWanted) {
    const known = await this.desk.tickets('view=all');
    const pick = () => known[Math.floor(this.random() * known.length)];
    const isAway = number % outageEvery === outageEvery - 1;
    if (isAway) {
      await this.desk.mail.stopDovecot();
      this.outages += 1;
    }
    const large = number % largeEvery === largeEvery - 1 && `crash-mark-${this.sent.length}-end`;
    if (large) this.#put(large, largeSize);
    const work = [this.#mails(isAway), this.#end(large)];
    if (known.length > 0 && !isAway) {
      for (let i = 0; i < repliesWanted; ++i)
        work.push(this.#reply(pick(), `reply-mark-${number}-${i}-end`, this.random() < 0.3));
    }
    if (known.length > 0) work.push(this.#note(pick(), `note-mark-${number}-end`));
    await Promise.all(work);
    if (isAway) await this.desk.mail.startDovecot();
  }

  async #mails(isAway) {
    for (let i = 0; i < mailsPerRound; ++i) {
      const mark = `crash-mark-${this.sent.length}-end`;
      const size = this.random() < 0.3 ? pictureSize : 0;
      if (isAway) {
        this.#put(mark, size);
      } else {
        const { mail, from } = this.#compose(mark, size);
        this.sent.push(mark);
        await this.desk.deliver(mail, from);
      }
      await pause(this.random() * 60);
    }
  }

  #compose(mark, size) {
    const from = `buyer${this.sent.length % 7}@shop.test`;
    const picture = {
      name: '照片.bin',
      mime: 'application/octet-stream',
      bytes: Buffer.alloc(size, this.sent.length),
    };
    if (size > 0) this.files.set(mark, size);
    const attachments = size > 0 ? [picture] : [];
    return {
      from,
      mail: compose({ from, subject: mark, text: `来信 ${mark}`, attachments }),
    };
  }

  /// Straight into the mailbox, whether the server runs or not.
  #put(mark, size) {
    const { mail } = this.#compose(mark, size);
    this.sent.push(mark);
    this.desk.mail.put(mail.raw, `${mark}.storm`);
  }

  /// `soon`: while the mail that was just put is being read.
  async #end(soon) {
    await pause(this.random() * (soon ? 150 : 1200));
    const drawn = this.random();
    const { daemon } = this.desk;
    const host = daemon.hosts()[0];
    if (drawn < 0.35 && host) {
      process.kill(host, 'SIGKILL');
      this.ends.host += 1;
      return;
    }
    if (drawn < 0.5 && host) {
      process.kill(host, 'SIGKILL');
      await daemon.crash();
      this.ends.both += 1;
    } else if (drawn < 0.65) {
      await daemon.stop();
      this.ends.orderly += 1;
    } else {
      await daemon.crash();
      this.ends.daemon += 1;
    }
    const begin = performance.now();
    await daemon.start();
    this.recoveries.push(performance.now() - begin);
  }

  // What a person writes counts as taken only when its 201 came; without an answer it is sent again with the same key.
  async #reply(ticket, mark, withFile) {
    const key = randomUUID();
    const id = await this.#taken(mark, async () => {
      const { version, can } = await this.desk.agent.get(`/tickets/${ticket.id}`);
      if (!can.includes('ticket.reply')) throw new Error(`ticket ${ticket.number} cannot be answered`);
      if (withFile && !this.uploads.has(mark)) this.uploads.set(mark, await this.#uploadFile(mark));
      const attachments = withFile ? [this.uploads.get(mark)] : [];
      const body = { text: `回复 ${mark}`, attachments };
      const headers = { 'Idempotency-Key': key };
      return this.desk.agent.write('POST', `/tickets/${ticket.id}/replies`, version, body, headers);
    });
    this.replies.set(mark, { id, ticket: ticket.id, withFile });
  }

  async #note(ticket, mark) {
    const key = randomUUID();
    const id = await this.#taken(mark, () =>
      this.desk.agent.request('POST', `/api/v1/tickets/${ticket.id}/notes`, {
        body: { text: `备注 ${mark}` },
        headers: { 'Idempotency-Key': key },
      }),
    );
    this.notes.set(mark, { id, ticket: ticket.id });
  }

  async #uploadFile(mark) {
    const { id } = await this.desk.agent.upload(`${mark}.txt`, 'text/plain', Buffer.from(fileText(mark)));
    return id;
  }

  #taken(mark, attempt) {
    const once = async () => {
      const answer = await attempt().catch(() => undefined);
      return answer?.status === 201 ? answer.body.id : undefined;
    };
    return until(`${mark} is taken`, once, { every: 100 });
  }
}
