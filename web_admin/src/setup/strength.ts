// A plain estimate of how hard a password is to guess. It only advises; the server decides what it accepts.

export const shortestPassword = 12;

export type Strength = 0 | 1 | 2 | 3 | 4;

function alphabetSize(password: string): number {
  const classes: [RegExp, number][] = [
    [/[a-z]/, 26],
    [/[A-Z]/, 26],
    [/\d/, 10],
    [/[ -/:-@[-`{-~]/, 33],
    [/[^\u0000-\u007f]/, 2000],
  ];
  return classes.reduce((sum, [pattern, size]) => sum + (pattern.test(password) ? size : 0), 0);
}

// Repeated characters and straight sequences (aaaa, 1234, abcd) add next to nothing.
function usefulLength(password: string): number {
  const codes = Array.from(password, (letter) => letter.codePointAt(0)!);
  return codes.filter((code, index) => {
    const before = codes[index - 1];
    return before === undefined || (code !== before && Math.abs(code - before) !== 1);
  }).length;
}

export function passwordStrength(password: string, known: string[] = []): Strength {
  if (password.length < shortestPassword) return password === '' ? 0 : 1;
  const lower = password.toLowerCase();
  const rest = known
    .filter((word) => word.length >= 3)
    .reduce((text, word) => text.replaceAll(word.toLowerCase(), ''), lower);
  const bits = usefulLength(rest) * Math.log2(Math.max(2, alphabetSize(password)));
  if (bits < 45) return 1;
  if (bits < 60) return 2;
  return bits < 80 ? 3 : 4;
}
