// A small test runner: tests run one after the other, failures do not stop the rest.
import { closeAllBut, describePages, openPages } from './evidence.mjs';

const results = { passed: 0, failed: 0, skipped: 0 };

export class Skip extends Error {}

export const skip = (reason) => {
  throw new Skip(reason);
};

async function tellFailure(name, error) {
  results.failed += 1;
  const told = String(error.message).split('\n').slice(0, 14);
  console.log(`FAIL  ${name}\n      ${[...told, ...(await describePages(name))].join('\n      ')}`);
}

export async function test(name, body) {
  const began = Date.now();
  const before = openPages();
  try {
    await body();
    results.passed += 1;
    console.log(`ok    ${name} (${((Date.now() - began) / 1000).toFixed(1)} s)`);
  } catch (error) {
    if (error instanceof Skip) {
      results.skipped += 1;
      console.log(`skip  ${name}: ${error.message}`);
      return;
    }
    await tellFailure(name, error);
    await closeAllBut(before);
  }
}

/** The tests of a part. What goes wrong between them is told as well, and the next part goes on. */
export async function runSuite(name, body) {
  console.log(`-- ${name}`);
  const before = openPages();
  try {
    await body();
  } catch (error) {
    await tellFailure(`${name}, between its tests`, error);
  }
  await closeAllBut(before);
}

/** Something that is wrong with the run as a whole. */
export function fail(message) {
  results.failed += 1;
  console.log(`FAIL  ${message}`);
}

export function finish() {
  if (results.skipped > 0) console.log(`${results.skipped} skipped`);
  console.log(`${results.passed} passed, ${results.failed} failed`);
  return results.failed === 0 ? 0 : 1;
}
