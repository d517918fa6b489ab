// The machine that clean_machine.sh started: a Debian with systemd as PID 1 in namespaces of its own. This process is in
// its network namespace, but sees its files from outside.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const { FRONTDESK_MACHINE: init, FRONTDESK_ROOT: root } = process.env;
export const source = process.env.FRONTDESK_SOURCE;

/// Runs a line of shell as root does, in /root/packages. Returns {code, out}; `out` is both streams.
export function shell(line, { input = '', env = {} } = {}) {
  const words = ['-t', init, '-a', '/bin/bash', '-c', `cd /root/packages && ( ${line}\n) 2>&1`];
  const clean = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: '/root',
    LANG: 'C.UTF-8',
    TERM: 'dumb',
    ...env,
  };
  const ended = spawnSync('nsenter', words, { encoding: 'utf8', input, env: clean, maxBuffer: 64 << 20 });
  if (ended.error) throw ended.error;
  return { code: ended.status, out: ended.stdout };
}

/// The same, which must succeed; what it printed.
export function must(line, options) {
  const { code, out } = shell(line, options);
  if (code !== 0) throw new Error(`${line}\nended with ${code}:\n${out}`);
  return out;
}

export const write = (file, text) => writeFileSync(path.join(root, file), text);
export const read = (file) => readFileSync(path.join(root, file), 'utf8');

/// Installed packages with their size in KiB.
export function installed() {
  const listed = must("dpkg-query -W -f '${Package} ${Installed-Size} ${db:Status-Abbrev}\\n'");
  const rows = listed.split('\n').filter((line) => line.includes(' ii'));
  return new Map(rows.map((line) => [line.split(' ')[0], Number(line.split(' ')[1])]));
}
