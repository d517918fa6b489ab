// The disk of a daemon that fails at the n-th call which changes its data (tests/fault/disk): preloaded into the daemon,
// told through a file that both map.
import { openSync, readSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const library = path.join(process.env.FRONTDESK_BIN ?? 'build/ci/bin', '../lib/libfailing_disk.so');
// As struct FailingDisk has them: eight bytes each.
const places = { calls: 0, first: 8, last: 16, error: 24, failed: 32 };
const size = 48;

export class FailingDisk {
  constructor(file, data) {
    writeFileSync(file, Buffer.alloc(size));
    this.descriptor = openSync(file, 'r+');
    this.env = { LD_PRELOAD: library, FAILING_DISK_FOLDER: data, FAILING_DISK_CONTROL: file };
  }

  #set(name, value) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    writeSync(this.descriptor, bytes, 0, 8, places[name]);
  }

  #get(name) {
    const bytes = Buffer.alloc(8);
    readSync(this.descriptor, bytes, 0, 8, places[name]);
    return Number(bytes.readBigInt64LE());
  }

  /// The calls from `first` to `last` fail, counted from now on; 0: none does. error: EIO, ENOSPC.
  arm(first, last, error) {
    this.disarm();
    this.#set('calls', 0);
    this.#set('failed', 0);
    this.#set('error', os.constants.errno[error]);
    this.#set('last', last);
    this.#set('first', first);
  }

  disarm() {
    this.#set('first', 0);
  }

  get calls() {
    return this.#get('calls');
  }

  get failed() {
    return this.#get('failed');
  }
}
