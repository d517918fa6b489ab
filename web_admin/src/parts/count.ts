/** A counter in few letters. The server counts no further than a thousand, so more than 999 is all that is known. */
export const countWords = (count: number): string => (count > 999 ? '999+' : String(count));
