// One frontdeskd in a folder of its own, on a loopback port that it chooses at its first start; `origin` is known from
// then on. start() after a kill goes on with the same data and port.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { promisify } from 'node:util';
import { Child, childrenOf } from './child.mjs';
import { patience, until } from './waiting.mjs';

const run = promisify(execFile);
const source = process.env.FRONTDESK_SOURCE ?? path.resolve(import.meta.dirname, '../../..');
const bin = process.env.FRONTDESK_BIN ?? path.join(source, 'build/release/bin');
const pluginFolder = process.env.FRONTDESK_PLUGINS ?? path.join(source, 'build/release/plugins');

export const program = (name) => path.join(bin, name);

export class Daemon {
  /// Further variables of its environment, from the next start on.
  env = {};

  /// plugins: names of folders below FRONTDESK_PLUGINS; readable: further files that plugins may read; webRoot: the
  /// built web admin, when pages are to be served; listen: further keys of `listen`; prepareData: gets the data folder
  /// before it is used; wrapper, settings: words before the program and further lines of the configuration, for the
  /// folder.
  static prepare(
    folder,
    {
      plugins = ['email'],
      readable = [],
      logLevel = 'info',
      webRoot,
      listen = '',
      prepareData,
      wrapper = () => [],
      settings = () => [],
    } = {},
  ) {
    const daemon = new Daemon();
    daemon.wrapper = wrapper(folder);
    daemon.folder = folder;
    daemon.data = path.join(folder, 'data');
    prepareData?.(daemon.data);
    daemon.listen = listen && `, ${listen}`;
    daemon.log = path.join(folder, 'frontdeskd.log');
    daemon.socket = path.join(folder, 'frontdesk.sock');
    for (const name of plugins) installPlugin(name, path.join(folder, 'plugins'));
    mkdirSync(path.join(folder, 'web'), { recursive: true });
    daemon.configuration = path.join(folder, 'frontdesk.yaml');
    daemon.settings = [
      `data_directory: ${daemon.data}`,
      `socket: ${daemon.socket}`,
      `web_root: ${webRoot ?? path.join(folder, 'web')}`,
      `profile: ${path.join(source, 'config/profile/sop.yaml')}`,
      'plugins:',
      `  directories: [${path.join(folder, 'plugins')}]`,
      `  host: ${program('frontdesk-plugin-host')}`,
      `  readable: [${readable.join(', ')}]`,
      `log: {level: ${logLevel}}`,
      ...settings(folder),
    ];
    daemon.#configure(0);
    return daemon;
  }

  #configure(port) {
    const lines = [`listen: {address: 127.0.0.1, port: ${port}${this.listen}}`, ...this.settings, ''];
    writeFileSync(this.configuration, lines.join('\n'));
  }

  /// Returns when it answers; fails when it ends before.
  async start() {
    const [first, ...words] = [...this.wrapper, program('frontdeskd'), '--config', this.configuration];
    this.child = new Child(first, words, {
      log: this.log,
      env: this.env,
    });
    await until('frontdeskd answers', async () => {
      if (!this.child.running) throw new Error(`frontdeskd ended:\n${this.child.logText().slice(-2000)}`);
      const [status] = await this.cli(['status']).catch(() => []);
      if (!status) return false;
      this.origin ??= new URL(status.url).origin;
      return this.isAlive();
    });
    this.#configure(new URL(this.origin).port);
  }

  /// Without warning, as a power cut would.
  async crash() {
    this.child.kill('SIGKILL');
    await this.child.exited;
  }

  async stop() {
    return this.child?.running ? this.child.stop() : undefined;
  }

  hosts() {
    return childrenOf(this.child.pid).map((entry) => entry.pid);
  }

  /// Whether /healthz answers.
  isAlive() {
    return new Promise((done) => {
      const request = http.get(`${this.origin}/healthz`, { agent: false, timeout: patience }, (response) => {
        response.resume();
        response.once('end', () => done(response.statusCode === 200));
      });
      request.once('timeout', () => request.destroy(new Error('slow')));
      request.once('error', () => done(false));
    });
  }

  /// The command line: one object per line of its answer.
  async cli(args, input = '') {
    const running = run(program('frontdesk'), ['--socket', this.socket, '--json', ...args], {
      maxBuffer: 256 << 20,
      timeout: patience,
    });
    // It may end before it reads; how it ended is what counts.
    running.child.stdin.on('error', () => {});
    running.child.stdin.end(input);
    const { stdout } = await running;
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  async setupToken() {
    const [{ url }] = await this.cli(['setup', 'link']);
    return url.split('#token=')[1];
  }

  /// Exports the trail and has the offline verifier judge it. Returns {intact, text, records}.
  async verifyAudit() {
    const exported = path.join(this.folder, 'audit.jsonl');
    const key = path.join(this.folder, 'audit.pub');
    const plain = (args) =>
      run(program('frontdesk'), ['--socket', this.socket, ...args], { maxBuffer: 1 << 30 });
    writeFileSync(exported, (await plain(['audit', 'export'])).stdout);
    writeFileSync(key, (await plain(['audit', 'key'])).stdout);
    try {
      const { stdout } = await run(program('frontdesk-audit'), [
        'verify',
        '--export',
        exported,
        '--public-key',
        key,
      ]);
      return { intact: true, text: stdout };
    } catch (error) {
      return { intact: false, text: `${error.stdout ?? ''}${error.stderr ?? error.message}` };
    }
  }
}

function installPlugin(name, target) {
  mkdirSync(path.join(target, name), { recursive: true });
  for (const file of [`${name}.so`, 'manifest.json']) {
    cpSync(path.join(pluginFolder, name, file), path.join(target, name, file));
  }
}
