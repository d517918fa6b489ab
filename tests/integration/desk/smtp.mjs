// Submission to the mail servers of the test: one connection, AUTH PLAIN, many mails.
import net from 'node:net';

export class Submission {
  static async open({ port, user, password }) {
    const submission = new Submission();
    await submission.#connect(port);
    await submission.#step('EHLO customers.test', '250');
    await submission.#step(`AUTH PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`, '235');
    return submission;
  }

  /// Returns after the server took the mail.
  async send(from, to, raw) {
    await this.#step(`MAIL FROM:<${from}>`, '250');
    await this.#step(`RCPT TO:<${to}>`, '250');
    await this.#step('DATA', '354');
    const lines = raw.toString('latin1').replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..');
    this.socket.write(Buffer.from(`${lines}\r\n`, 'latin1'));
    await this.#step('.', '250');
  }

  async close() {
    this.socket.end('QUIT\r\n');
  }

  #connect(port) {
    this.buffer = '';
    this.waiting = [];
    this.socket = net.connect(port, '127.0.0.1');
    this.socket.setEncoding('latin1');
    this.socket.on('data', (chunk) => this.#take(chunk));
    this.socket.on('error', (error) => this.#fail(error));
    this.socket.on('close', () => this.#fail(new Error('the mail server hung up')));
    this.closed = false;
    return this.#reply('220');
  }

  #take(chunk) {
    this.buffer += chunk;
    for (let end = this.buffer.indexOf('\n'); end >= 0; end = this.buffer.indexOf('\n')) {
      const line = this.buffer.slice(0, end).trimEnd();
      this.buffer = this.buffer.slice(end + 1);
      if (line[3] !== '-') this.waiting.shift()?.done(line);
    }
  }

  #fail(error) {
    this.closed = true;
    for (const { fail } of this.waiting.splice(0)) fail(error);
  }

  async #reply(expected) {
    const line = await new Promise((done, fail) => this.waiting.push({ done, fail }));
    if (!line.startsWith(expected)) throw new Error(`the mail server says ${line}`);
    return line;
  }

  #step(command, expected) {
    const answer = this.#reply(expected);
    this.socket.write(`${command}\r\n`);
    return answer;
  }
}
