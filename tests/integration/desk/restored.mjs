// Compares a restored data folder with the one that it was copied from, below the programs: row by row, byte by byte.
// Nobody may have either open.
import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';

/// What a row is known by, and what of it never changes once it is there.
const kept = {
  audit_record: ['seq', 'bytes', 'leaf', 'chain'],
  blob: ['id', 'segment', 'position', 'stored_size', 'digest'],
  data_key: ['id', 'wrapped'],
  journal: ['id', 'channel_id', 'dedup_key', 'content_hash'],
  message: ['id', 'ticket_id', 'text_masked', 'text_sealed', 'raw_blob_id'],
  ticket: ['id', 'number', 'subject_masked'],
};

function ask(restored, origin, sql) {
  const attach = `ATTACH 'file:${path.join(origin, 'frontdesk.db')}?mode=ro' AS origin;`;
  const file = `file:${path.join(restored, 'frontdesk.db')}?mode=ro`;
  return execFileSync('sqlite3', ['-batch', file, `${attach} ${sql}`], { encoding: 'utf8' }).trim();
}

/// rows: of the copy's manifest, by table. Returns what differs, in words; [] when nothing does.
export function differences(restored, origin, rows) {
  const found = [];
  for (const [table, count] of Object.entries(rows)) {
    const there = Number(ask(restored, origin, `SELECT count(*) FROM main.${table}`));
    if (there !== count) found.push(`${table}: ${there} rows, ${count} copied`);
  }
  for (const [table, [id, ...columns]] of Object.entries(kept)) {
    const differs = columns.map((name) => `o.${name} IS NOT r.${name}`).join(' OR ');
    const join = `main.${table} r LEFT JOIN origin.${table} o ON o.${id} = r.${id}`;
    const other = ask(restored, origin, `SELECT count(*) FROM ${join} WHERE o.${id} IS NULL OR ${differs}`);
    if (other !== '0') found.push(`${table}: ${other} rows are not as they were`);
  }
  for (const name of readdirSync(path.join(restored, 'blobs'))) {
    const bytes = readFileSync(path.join(restored, 'blobs', name));
    const before = Buffer.alloc(bytes.length);
    const file = openSync(path.join(origin, 'blobs', name), 'r');
    readSync(file, before, 0, before.length, 0);
    closeSync(file);
    if (!bytes.equals(before)) found.push(`${name}: other bytes`);
  }
  return found;
}
