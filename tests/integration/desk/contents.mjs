// All that lies below a folder, for tests that nothing is created, changed or deleted there.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/// What says nothing: SQLite's own files beside a database, and the reserve of room.
const transient = (file) =>
  file.endsWith('frontdesk.db-shm') ||
  file.endsWith('/ballast') ||
  (file.endsWith('frontdesk.db-wal') && lstatSync(file).size === 0);

/// Kinds, modes and contents of all below a folder, by name.
export function contentsOf(folder, found = {}) {
  for (const name of readdirSync(folder).sort()) {
    const file = path.join(folder, name);
    const about = lstatSync(file);
    if (transient(file)) continue;
    const content = about.isFile() ? createHash('sha256').update(readFileSync(file)).digest('hex') : '';
    found[file] = `${about.mode.toString(8)} ${content}`;
    if (about.isDirectory()) contentsOf(file, found);
  }
  return found;
}
