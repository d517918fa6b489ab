// Finds the values the server has masked, so that they can be shown in one quiet style.

export interface Piece {
  text: string;
  masked: boolean;
}

// A run of stars with what was left standing around it: *先生, *******5678, a***@***, 138****8000, J***.
const maskedValue = /[\p{L}\p{N}.@_+-]{0,12}\*+(?:先生|女士|小姐|[A-Za-z0-9.@*_+-]{0,24})/gu;
const cjk = /[\u3400-\u9fff]/;

// In Chinese text nothing separates the value from the words before it: keep at most the star's own neighbours.
function startInside(match: string): number {
  const star = match.indexOf('*');
  let start = star;
  while (start > 0 && !cjk.test(match[start - 1]!)) start -= 1;
  return start;
}

function endInside(match: string): number {
  const lastStar = match.lastIndexOf('*') + 1;
  const rest = match.slice(lastStar);
  const title = /^(先生|女士|小姐)/.exec(rest);
  if (title) return lastStar + title[0].length;
  const plain = /^[A-Za-z0-9.@_+-]*/.exec(rest)?.[0] ?? '';
  return lastStar + plain.replace(/[.-]+$/, '').length;
}

export function splitMasked(text: string): Piece[] {
  if (!text.includes('*')) return [{ text, masked: false }];
  const pieces: Piece[] = [];
  let done = 0;
  for (const found of text.matchAll(maskedValue)) {
    const start = found.index + startInside(found[0]);
    const end = found.index + endInside(found[0]);
    if (start > done) pieces.push({ text: text.slice(done, start), masked: false });
    pieces.push({ text: text.slice(start, end), masked: true });
    done = end;
  }
  if (done < text.length) pieces.push({ text: text.slice(done), masked: false });
  return pieces;
}
