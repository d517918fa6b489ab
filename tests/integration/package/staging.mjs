// The build tree installed into a folder of its own, component by component, as the packages would install it.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export const source = process.env.FRONTDESK_SOURCE ?? path.resolve(import.meta.dirname, '../../..');
const build = process.env.FRONTDESK_BUILD ?? path.join(source, 'build/ci');

export class Staging {
  static of(...components) {
    const staging = new Staging();
    staging.root = mkdtempSync(path.join(os.tmpdir(), 'frontdesk-staging-'));
    for (const component of components) {
      const words = ['--install', build, '--component', component];
      execFileSync('cmake', words, { env: { ...process.env, DESTDIR: staging.root }, stdio: 'pipe' });
    }
    return staging;
  }

  at(file) {
    return path.join(this.root, file);
  }

  /// Every file, as paths from the root.
  files() {
    return readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name).slice(this.root.length))
      .sort();
  }

  text(file) {
    return readFileSync(this.at(file), 'utf8');
  }

  remove() {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/// What a program says and how it ends; never throws for an exit code.
export function tried(program, ...words) {
  const ended = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 64 << 20 });
  if (ended.error) throw ended.error;
  return { code: ended.status, out: ended.stdout, told: ended.stderr };
}
