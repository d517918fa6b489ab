// A child process: started, watched, stopped by its own id.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { patience } from './waiting.mjs';

export class Child {
  /// Starts at once. Standard output and errors go to the file `log` (appended).
  constructor(program, args, { log, env = {} }) {
    const out = openSync(log, 'a');
    this.log = log;
    this.process = spawn(program, args, { stdio: ['ignore', out, out], env: { ...process.env, ...env } });
    closeSync(out);
    this.exited = new Promise((done) => {
      this.process.once('exit', (code, signal) => done({ code, signal }));
      this.process.once('error', (error) => done({ error }));
    });
    this.running = true;
    this.exited.then(() => (this.running = false));
  }

  get pid() {
    return this.process.pid;
  }

  kill(signal) {
    if (this.running) this.process.kill(signal);
  }

  /// SIGTERM, and SIGKILL when that is not enough. Says how it ended.
  async stop() {
    this.kill('SIGTERM');
    const last = setTimeout(() => this.kill('SIGKILL'), patience);
    const end = await this.exited;
    clearTimeout(last);
    return end;
  }

  logText() {
    return readFileSync(this.log, 'utf8');
  }
}

/// Process ids whose parent is `parent`, with the name of their program.
export function childrenOf(parent, listing = readProcesses()) {
  return listing.filter((entry) => entry.parent === parent);
}

/// All processes below `ancestor`.
export function descendantsOf(ancestor) {
  const listing = readProcesses();
  const found = [];
  const walk = (pid) => {
    for (const entry of childrenOf(pid, listing)) {
      found.push(entry);
      walk(entry.pid);
    }
  };
  walk(ancestor);
  return found;
}

function readProcesses() {
  const listing = [];
  for (const name of readdirNumbers('/proc')) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const end = stat.lastIndexOf(')');
      const parent = Number(stat.slice(end + 2).split(' ')[1]);
      listing.push({ pid: Number(name), parent, program: stat.slice(stat.indexOf('(') + 1, end) });
    } catch {
      // It ended meanwhile.
    }
  }
  return listing;
}

function readdirNumbers(folder) {
  return readdirSync(folder).filter((name) => /^[0-9]+$/.test(name));
}
