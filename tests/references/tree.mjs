// The sources as one value: every text file that git knows or would add, with its lines.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const made = [/(^|\/)package-lock\.json$/, /(^|\/)schema\.d\.ts$/, /\.(png|ico|woff2?|eml)$/];

/** `read(path)` gives a text or undefined, `has(path)` tells of files; paths are relative to the root, with '/'. */
export class Tree {
  #texts = new Map();

  constructor(texts) {
    for (const [path, text] of Object.entries(texts)) this.#texts.set(path, text);
  }

  static ofSources(root) {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: root,
      encoding: 'utf8',
      maxBuffer: 64 << 20,
    });
    const texts = {};
    for (const path of new Set(listed.split('\0').filter(Boolean))) {
      const file = join(root, path);
      if (!existsSync(file) || !statSync(file).isFile()) continue;
      const isText = !made.some((pattern) => pattern.test(path));
      const bytes = isText ? readFileSync(file) : Buffer.alloc(0);
      texts[path] = isText && !bytes.includes(0) ? bytes.toString('utf8') : undefined;
    }
    return new Tree(texts);
  }

  has(path) {
    return this.#texts.has(path);
  }

  hasFolder(path) {
    return [...this.#texts.keys()].some((file) => file.startsWith(`${path}/`));
  }

  read(path) {
    return this.#texts.get(path);
  }

  paths() {
    return [...this.#texts.keys()].filter((path) => this.#texts.get(path) !== undefined).sort();
  }
}
