// References to documents: names of *.md files with their sections, numbers of decisions, links of Markdown.
import { posix } from 'node:path';

const name = /(?<![\w/.*-])((?:\.{0,2}\/)?(?:[\w.-]+\/)*[\w.-]+\.md)\b(?:"?,? (?:section )?(\d+(?:\.\d+)*)(?![\w.]*\d))?/g;
const decision = /\bADR (\d+)\b|\badr\/(\d{4})/g;
const link = /\]\(([^)\s]+)\)/g;

/** Where a name may be meant to lie: beside the file, below the root, in docs. */
function resolve(tree, from, path) {
  const places = [posix.join(posix.dirname(from), path), posix.normalize(path), posix.join('docs', path)];
  return places.find((place) => tree.has(place));
}

const hasSection = (text, number) =>
  text.split('\n').some((line) => /^#+ /.test(line) && line.replace(/^#+ /, '').split(/[ .:]*\s/)[0] === number);

function checkNames(tree, path, line, report) {
  for (const [, file, section] of line.matchAll(name)) {
    const place = resolve(tree, path, file);
    if (!place) report(`${file} does not exist`);
    else if (section && !hasSection(tree.read(place) ?? '', section)) report(`${file} has no section ${section}`);
  }
}

function checkDecisions(tree, line, report) {
  for (const [text, short, long] of line.matchAll(decision)) {
    const number = (short ?? long).padStart(4, '0');
    if (!tree.paths().some((path) => path.startsWith(`docs/adr/${number}-`))) report(`${text}: no docs/adr/${number}-….md`);
  }
}

function checkLinks(tree, path, line, report) {
  for (const [, target] of line.matchAll(link)) {
    if (/^[a-z]+:|^#/.test(target)) continue;
    const place = posix.join(posix.dirname(path), target.replace(/#.*/, '')).replace(/\/$/, '');
    if (!tree.has(place) && !tree.hasFolder(place)) report(`the link ${target} leads nowhere`);
  }
}

/** "file:line: what is wrong" for every reference that leads nowhere. */
export function checkDocuments(tree, problems) {
  for (const path of tree.paths()) {
    tree
      .read(path)
      .split('\n')
      .forEach((line, index) => {
        const report = (what) => problems.push(`${path}:${index + 1}: ${what}`);
        checkNames(tree, path, line, report);
        checkDecisions(tree, line, report);
        if (path.endsWith('.md')) checkLinks(tree, path, line, report);
      });
  }
}
