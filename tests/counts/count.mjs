// node tests/counts/count.mjs [--json] [REF…]: what README.md says, a column for each commit; '.' is the working tree.
import { measure } from './measure.mjs';
import { sourcesOf } from './sources.mjs';

const root = new URL('../..', import.meta.url).pathname;
const words = process.argv.slice(2);
const refs = words.filter((word) => word !== '--json');
if (refs.length === 0) refs.push('.');
const measured = refs.map((ref) => measure(sourcesOf(root, ref)));

function print() {
  console.log(`${''.padEnd(44)}${refs.map((ref) => ref.slice(0, 11).padStart(12)).join('')}`);
  for (const heading of Object.keys(measured[0])) {
    console.log(`\n${heading}`);
    for (const row of Object.keys(measured[0][heading])) {
      const values = measured.map((one) => one[heading][row]);
      if (typeof values[0] === 'string') refs.forEach((ref, at) => console.log(`  ${row} (${ref}): ${values[at]}`));
      else if (values.some((value) => value !== 0))
        console.log(`  ${row.padEnd(42)}${values.map((value) => String(value).padStart(12)).join('')}`);
    }
  }
}

if (words.includes('--json')) console.log(JSON.stringify(Object.fromEntries(refs.map((ref, at) => [ref, measured[at]])), null, 2));
else print();
