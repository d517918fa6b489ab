// Several files as one, for "download all": a ZIP archive that stores them as they are.

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let sum = byte;
  for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  return sum;
});

export function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = (sum >>> 8) ^ table[(sum ^ byte) & 0xff]!;
  return ~sum >>> 0;
}

export interface ZipFile {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
}

/** Numbers of the given width in bytes, lowest byte first. */
function pack(...values: [value: number, width: number][]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(
    values.flatMap(([value, width]) => Array.from({ length: width }, (_, at) => (value >>> (8 * at)) & 0xff)),
  );
}

/** Two files of one name get numbers, and no name leads out of the folder it is unpacked into. */
export function uniqueNames(names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((wanted) => {
    const name = wanted.replace(/[/\\]/g, '_');
    const dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length;
    let unique = name;
    for (let count = 2; taken.has(unique); count += 1)
      unique = `${name.slice(0, dot)} (${count})${name.slice(dot)}`;
    taken.add(unique);
    return unique;
  });
}

export function makeZip(files: ZipFile[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  let directorySize = 0;
  const names = uniqueNames(files.map((file) => file.name));
  files.forEach(({ bytes }, index) => {
    const name = new TextEncoder().encode(names[index]);
    // Version 2.0, names in UTF-8, stored, 1 January 1980, sum, size twice, length of the name, no more.
    const facts: [number, number][] = [
      [20, 2],
      [0x0800, 2],
      [0, 2],
      [0, 2],
      [0x21, 2],
      [crc32(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [name.length, 2],
      [0, 2],
    ];
    const local = pack([0x04034b50, 4], ...facts);
    const central = pack([0x02014b50, 4], [20, 2], ...facts, [0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]);
    parts.push(local, name, bytes);
    directory.push(central, name);
    offset += local.length + name.length + bytes.length;
    directorySize += central.length + name.length;
  });
  const count = files.length;
  const end = pack([0x06054b50, 4], [0, 4], [count, 2], [count, 2], [directorySize, 4], [offset, 4], [0, 2]);
  return new Blob([...parts, ...directory, end], { type: 'application/zip' });
}
