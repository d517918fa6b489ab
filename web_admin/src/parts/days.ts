// The days that the reader chose, as moments: from the midnight that begins the first to the one that ends the last, in
// the reader's own time zone, as all times on the page are.

const midnight = (day: string, later: number): string | undefined => {
  const at = new Date(`${day}T00:00`);
  at.setDate(at.getDate() + later);
  return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
};

/** `from` and `to` as a date field gives them, "2024-03-15"; empty or no date: unbounded. */
export const momentsOf = (from: string, to: string) => ({ since: midnight(from, 0), until: midnight(to, 1) });
