// Waiting for something to become true, and figures.

export const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/// How long anything may take on a machine that is busy with much else, in milliseconds. It ends what hangs and proves
/// nothing about speed: figures do.
export const patience = 120_000;

/// Asks until the answer is truthy and returns it; fails after `within` milliseconds with what was waited for.
export async function until(what, ask, { within = patience, every = 25 } = {}) {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${what}`);
    await pause(every);
  }
}

/// A port on which nobody answers: tcpmux, which no system offers any more. Looking for a free one would be a race.
export const closedPort = 1;

/// One line that can be quoted: "figure: name=value".
export function figure(name, value) {
  console.log(`figure: ${name}=${value}`);
}

/// The value below which `share` (0..1) of the values lie.
export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)];
}

/// Pseudo-random numbers that are the same in every run: () → 0..1 (mulberry32).
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
