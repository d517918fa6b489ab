// Writes the bill of materials (SPDX 2.3, JSON): the Debian packages of every library that the given programs need, and
// the npm packages that the pages are made of. Fails when a library belongs to no package.
//   node sbom.mjs --version 0.1.0 --lock package-lock.json --output FILE PROGRAM…
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals: programs } = parseArgs({
  options: { version: { type: 'string' }, lock: { type: 'string' }, output: { type: 'string' } },
  allowPositionals: true,
});

const run = (...words) =>
  execFileSync(words[0], words.slice(1), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/// The libraries that a program itself asks for, by name, with the file that the loader takes.
function neededBy(program) {
  const dynamic = run('objdump', '-p', program);
  const names = [...dynamic.matchAll(/NEEDED\s+(\S+)/g)].map((found) => found[1]);
  const loaded = new Map(
    [...run('ldd', program).matchAll(/(\S+) => (\/\S+)/g)].map(([, name, file]) => [name, file]),
  );
  return names
    .filter((name) => !name.startsWith('ld-linux'))
    .map((name) => {
      if (!loaded.has(name)) throw new Error(`${program} needs ${name}, which is not there`);
      return loaded.get(name);
    });
}

/// dpkg knows files by the path below /usr or by the old one.
function packageOf(file) {
  const real = realpathSync(file);
  for (const place of [real, real.replace(/^\/usr/, ''), file, `/usr${file}`]) {
    try {
      return run('dpkg-query', '-S', place).split(': ')[0].split(',')[0];
    } catch {
      // Not under this name.
    }
  }
  throw new Error(`${file} belongs to no package`);
}

function fromDebian(name) {
  const format = '${Package}\\n${Version}\\n${source:Package}\\n${Architecture}';
  const [binary, version, source, architecture] = run('dpkg-query', '-W', `-f=${format}`, name).split('\n');
  const locator = `pkg:deb/debian/${binary}@${encodeURIComponent(version)}?arch=${architecture}`;
  return entry({
    kind: 'deb',
    name: binary,
    version,
    locator,
    comment: `source package ${source}`,
    licence: 'NOASSERTION',
  });
}

function fromNpm(where, found) {
  const name = where.replace(/^.*node_modules\//, '');
  const locator = `pkg:npm/${name.replace('@', '%40')}@${found.version}`;
  return entry({
    kind: 'npm',
    name,
    version: found.version,
    locator,
    licence: found.license ?? 'NOASSERTION',
  });
}

function entry({ kind, name, version, locator, licence, comment }) {
  return {
    SPDXID: `SPDXRef-${kind}-${`${name}-${version}`.replace(/[^A-Za-z0-9.-]/g, '-')}`,
    name,
    versionInfo: version,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: licence,
    copyrightText: 'NOASSERTION',
    ...(comment && { comment }),
    externalRefs: [
      { referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: locator },
    ],
  };
}

const libraries = [...new Set(programs.flatMap(neededBy))];
const debian = [...new Set(libraries.map(packageOf))].sort().map(fromDebian);
const lock = JSON.parse(readFileSync(values.lock, 'utf8'));
const npm = Object.entries(lock.packages)
  .filter(([where, found]) => where !== '' && !found.dev && !found.optional)
  .map(([where, found]) => fromNpm(where, found))
  .sort((a, b) => (a.SPDXID < b.SPDXID ? -1 : 1));

const product = {
  ...entry({
    kind: 'product',
    name: 'frontdesk',
    version: values.version,
    licence: 'Apache-2.0',
    locator: `pkg:deb/frontdesk@${values.version}`,
  }),
  SPDXID: 'SPDXRef-frontdesk',
  supplier: 'Organization: Frontdesk',
};
const uses = (type) => (one) => ({
  spdxElementId: product.SPDXID,
  relationshipType: type,
  relatedSpdxElement: one.SPDXID,
});
const content = JSON.stringify([debian, npm]);
const seconds = Number(process.env.SOURCE_DATE_EPOCH ?? Math.floor(Date.now() / 1000));
const document = {
  spdxVersion: 'SPDX-2.3',
  dataLicense: 'CC0-1.0',
  SPDXID: 'SPDXRef-DOCUMENT',
  name: `frontdesk-${values.version}`,
  documentNamespace: `https://frontdesk.example/spdx/${values.version}/${createHash('sha256').update(content).digest('hex')}`,
  creationInfo: {
    created: new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z'),
    creators: [`Tool: ${path.basename(import.meta.filename)}`],
  },
  packages: [product, ...debian, ...npm],
  relationships: [
    { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: product.SPDXID },
    ...debian.map(uses('DYNAMIC_LINK')),
    ...npm.map(uses('CONTAINS')),
  ],
};
writeFileSync(values.output, `${JSON.stringify(document, null, 2)}\n`);
