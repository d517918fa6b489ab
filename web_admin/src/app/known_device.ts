// Proofs that people have signed in with this browser before: with one of them, failures of strangers delay nobody here.
// They give no right.
const key = 'frontdesk.devices';
const most = 8;

function all(): string[] {
  try {
    return (localStorage.getItem(key) ?? '').split(' ').filter((proof) => proof !== '');
  } catch {
    return [];
  }
}

/** What goes with a sign-in; empty on a new browser. */
export const knownDevice = (): string => all().slice(0, most).join(' ');

export function rememberDevice(proof: string): void {
  if (proof === '') return;
  try {
    localStorage.setItem(key, [proof, ...all()].slice(0, most).join(' '));
  } catch {
    // A browser that keeps nothing waits like a new one.
  }
}
