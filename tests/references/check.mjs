// Every id, document and decision that anything here names can be found here. Prints what cannot; exit 1 then.
import { checkDocuments } from './documents.mjs';
import { citations, proofs, readCatalogue } from './ids.mjs';
import { Tree } from './tree.mjs';

export function check(tree) {
  const problems = [];
  const catalogue = readCatalogue(tree, problems);
  if (catalogue.size === 0) problems.push('docs/procedure.md: no row with an id');
  for (const { id, at } of citations(tree))
    if (!catalogue.has(id)) problems.push(`${at}: ${id} is in neither docs/procedure.md nor docs/beyond.md`);
  for (const { id, at, test } of proofs(tree))
    if (catalogue.get(id)?.state === 'not yet')
      problems.push(`${at}: "${test}" proves ${id}, which ${catalogue.get(id).at} calls not yet built`);
  checkDocuments(tree, problems);
  return problems;
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const root = process.argv[2] ?? new URL('../..', import.meta.url).pathname;
  const problems = check(Tree.ofSources(root));
  for (const problem of problems) console.log(problem);
  console.log(problems.length === 0 ? 'every reference leads somewhere' : `${problems.length} references lead nowhere`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
