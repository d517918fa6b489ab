// A small test runner: tests run one after the other, failures do not stop the rest.
const results = { passed: 0, failed: 0, skipped: 0 };

export class Skip extends Error {}

export const skip = (reason) => {
  throw new Skip(reason);
};

export async function test(name, body) {
  const began = Date.now();
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
    results.failed += 1;
    console.log(`FAIL  ${name}\n      ${String(error.message).split('\n').slice(0, 14).join('\n      ')}`);
  }
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
