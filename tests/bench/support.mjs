// What the benchmarks over HTTP share: a daemon of their own, a signed-in client, figures of processes.
// Everything runs on loopback in a temporary folder; processes are stopped by their id.
import { spawn, execFileSync } from 'node:child_process';
import { createConnection } from 'node:net';
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const source = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const shopMailbox = { address: 'support@shop.test', password: 'rehearsal-support' };

/** `--name value` pairs; a name without a value is true. */
export function readOptions(defaults) {
  const options = { build: path.join(source, 'build/release'), ...defaults };
  const words = process.argv.slice(2);
  while (words.length > 0) {
    const name = words.shift().replace(/^--/, '');
    if (!(name in options)) throw new Error(`unknown option --${name}`);
    const value = words.length > 0 && !words[0].startsWith('--') ? words.shift() : true;
    options[name] = typeof options[name] === 'number' ? Number(value) : value;
  }
  return options;
}

export function print(figures) {
  console.log(JSON.stringify(figures, (_, value) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value)));
}

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
export const now = () => performance.now();

export async function until(what, seconds, check, every = 20) {
  for (const end = now() + seconds * 1000; now() < end; await sleep(every)) {
    const value = await check();
    if (value) return value;
  }
  throw new Error(`no ${what} within ${seconds} s`);
}

/** Nearest-rank percentiles in the samples' own unit. */
export function percentiles(samples) {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  return { count: sorted.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: sorted.at(-1) };
}

function statusField(pid, name) {
  const line = fs.readFileSync(`/proc/${pid}/status`, 'utf8').match(new RegExp(`^${name}:\\s+(\\d+)`, 'm'));
  return line ? Number(line[1]) / 1024 : 0;
}
/** MiB of heap and stacks. */
export const rssAnon = (pid) => statusField(pid, 'RssAnon');
/** MiB, shared pages divided among their users. */
export function pss(pid) {
  return Number(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8').match(/^Pss:\s+(\d+)/m)[1]) / 1024;
}
/** Seconds of CPU so far. */
export function cpuSeconds(pid) {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
export function childrenOf(pid) {
  const out = [];
  for (const task of fs.readdirSync(`/proc/${pid}/task`)) {
    const text = fs.readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim();
    for (const child of text ? text.split(' ').map(Number) : []) out.push(child, ...childrenOf(child));
  }
  return out;
}

function stopProcess(child) {
  return new Promise((done) => {
    if (child.exitCode !== null || child.signalCode !== null) return done();
    child.once('exit', done);
    child.kill('SIGTERM');
  });
}

export class Daemon {
  constructor(options, plugins = ['email']) {
    this.build = options.build;
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'frontdesk-bench-'));
    this.data = options.data || path.join(this.folder, 'data');
    this.socket = path.join(this.folder, 'frontdesk.sock');
    this.plugins = path.join(this.folder, 'plugins');
    fs.mkdirSync(this.plugins);
    for (const name of plugins) {
      fs.mkdirSync(path.join(this.plugins, name));
      for (const file of [`${name}.so`, 'manifest.json']) {
        fs.copyFileSync(path.join(this.build, 'plugins', name, file), path.join(this.plugins, name, file));
      }
    }
  }

  /** Resolves with the milliseconds from exec to the first 200. */
  async start(readable = []) {
    this.port = this.port || 20000 + Math.floor(Math.random() * 20000);
    const config = path.join(this.folder, 'frontdesk.yaml');
    fs.writeFileSync(config, [
      `listen: {address: 127.0.0.1, port: ${this.port}}`,
      `data_directory: ${this.data}`,
      `socket: ${this.socket}`,
      `web_root: ${source}/web_admin/dist`,
      `profile: ${source}/config/profile/sop.yaml`,
      `plugins: {directories: [${this.plugins}], host: ${this.build}/bin/frontdesk-plugin-host, readable: [${readable}]}`,
    ].join('\n'));
    const log = fs.openSync(path.join(this.folder, 'frontdeskd.log'), 'a');
    const begin = now();
    this.child = spawn(`${this.build}/bin/frontdeskd`, ['--config', config], { stdio: ['ignore', log, log] });
    this.pid = this.child.pid;
    await until('first answer', 60, () => this.answers(), 1);
    return now() - begin;
  }

  answers() {
    if (this.child.exitCode !== null) throw new Error(`frontdeskd ended; see ${this.folder}/frontdeskd.log`);
    return new Promise((done) => {
      const request = http.get({ port: this.port, path: '/healthz', agent: false }, (response) => {
        response.resume();
        done(response.statusCode === 200);
      });
      request.on('error', () => done(false));
    });
  }

  /** Rows of the command line. */
  ask(words, input = '') {
    const program = path.join(this.build, 'bin/frontdesk');
    const out = execFileSync(program, ['--socket', this.socket, '--json', ...words], { input, encoding: 'utf8' });
    return out.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  }

  /** Somebody with all roles; added when this data directory has none. */
  provideUser() {
    const user = { name: 'bench', password: 'correct-horse-battery-7' };
    if (!this.ask(['user', 'list']).some((row) => row.name === user.name)) {
      this.ask(['user', 'add', user.name, '--display-name', 'Bench', '--role', 'admin', '--role', 'supervisor', '--role', 'agent'], `${user.password}\n`);
    }
    return user;
  }

  async signIn() {
    const client = new Client(this.port);
    await client.signIn(this.provideUser());
    return client;
  }

  async stop() {
    if (this.child) await stopProcess(this.child);
  }
  async remove() {
    await this.stop();
    fs.rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One keep-alive connection, one request at a time: what a user's click waits for. */
export class Client {
  constructor(port) {
    this.port = port;
    this.agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    this.headers = { 'Sec-Fetch-Site': 'same-origin', Origin: `http://127.0.0.1:${port}` };
  }

  async signIn(user) {
    const answer = await this.send('POST', '/api/v1/session', user);
    if (answer.status !== 200) throw new Error(`sign-in: ${answer.status} ${answer.body}`);
    this.headers.Cookie = answer.headers['set-cookie'].map((cookie) => cookie.split(';')[0]).join('; ');
    this.headers['X-CSRF-Token'] = JSON.parse(answer.body).csrf;
  }

  /** {status, headers, body, ms} */
  send(method, where, value) {
    const body = value === undefined ? undefined : JSON.stringify(value);
    const headers = { ...this.headers, Host: `127.0.0.1:${this.port}` };
    if (body !== undefined) Object.assign(headers, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) });
    return new Promise((done, failed) => {
      const begin = now();
      const request = http.request({ host: '127.0.0.1', port: this.port, path: where, method, headers, agent: this.agent }, (response) => {
        const parts = [];
        response.on('data', (part) => parts.push(part));
        response.on('end', () => {
          const ms = now() - begin;
          done({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts).toString(), ms });
        });
      });
      request.on('error', failed);
      request.end(body);
    });
  }

  async get(where) {
    const answer = await this.send('GET', where);
    if (answer.status !== 200) throw new Error(`GET ${where}: ${answer.status} ${answer.body.slice(0, 200)}`);
    return { ...answer, value: answer.body.startsWith('{') ? JSON.parse(answer.body) : null };
  }

  /** Latencies in ms of `count` requests; `where(i)` gives the path. */
  async measure(count, where, everyMs = 0) {
    const samples = [];
    for (let i = 0; i < count; ++i) {
      samples.push((await this.get(where(i))).ms);
      if (everyMs > 0) await sleep(everyMs);
    }
    return samples;
  }

  close() {
    this.agent.destroy();
  }
}

/** A raw connection that has sent `text` and keeps what comes. */
export function openConnection(port, text) {
  return new Promise((done, failed) => {
    const socket = createConnection({ port, host: '127.0.0.1', noDelay: true });
    socket.once('error', failed);
    socket.once('connect', () => socket.write(text));
    socket.once('data', () => done(socket));
  });
}

/** Private Dovecot with the shop's mailbox. */
export class MailServers {
  constructor(build) {
    this.build = build;
  }

  async start() {
    const user = `${shopMailbox.address}:${shopMailbox.password}`;
    this.child = spawn(`${this.build}/bin/rehearsal_mail_servers`, [user, 'customer@shop.test:x'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const line = await new Promise((done, failed) => {
      this.child.stdout.once('data', (data) => done(data.toString()));
      this.child.once('exit', () => failed(new Error('the mail servers did not start')));
    });
    Object.assign(this, JSON.parse(line));
    this.maildir = path.join(path.dirname(path.dirname(this.ca_file)), 'dovecot/mail', shopMailbox.address, 'Maildir');
  }

  /** Delivers every file of `folder` into the mailbox. */
  fill(folder) {
    const owner = fs.statSync(path.join(this.maildir, 'new'));
    for (const name of fs.readdirSync(folder)) {
      const target = path.join(this.maildir, 'new', name);
      fs.copyFileSync(path.join(folder, name), target);
      fs.chownSync(target, owner.uid, owner.gid);
    }
  }

  channelConfig() {
    return {
      identity: { address: shopMailbox.address, name: 'Bench' },
      incoming: { protocol: 'imap', host: 'localhost', port: this.imaps, security: 'tls', user: shopMailbox.address },
      auth: { method: 'password', password: shopMailbox.password },
      outgoing: { host: 'localhost', port: this.smtp, security: 'none' },
      import: { since: '2000-01-01' },
      advanced: { ca_file: this.ca_file, allow_private_network: true },
    };
  }

  stop() {
    return stopProcess(this.child);
  }
}
