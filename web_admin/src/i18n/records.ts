// Words for the records of the audit log, from the catalogues that the daemon has too (config/texts).
interface Texts {
  use_cases: Record<string, { title: string; done?: string }>;
  /** What the desk records by itself. */
  records: Record<string, string>;
  /** What earlier versions recorded. */
  retired_records: Record<string, string>;
}

const doneKey = 'done.';
const keyed = (prefix: string, words: [string, string | undefined][]) =>
  Object.fromEntries(words.flatMap(([name, text]) => (text ? [[prefix + name, text]] : [])));

/** `done.<action>` for what is recorded today, `retired.<action>` for old records. */
export const recordWords = ({ use_cases, records, retired_records }: Texts): Record<string, string> => ({
  ...keyed(
    doneKey,
    Object.entries(use_cases).map(([name, { done }]) => [name, done]),
  ),
  ...keyed(doneKey, Object.entries(records)),
  ...keyed('retired.', Object.entries(retired_records)),
});

/** The actions among the words of a catalogue that are recorded today. */
export const recordedActions = (catalogue: Record<string, string>): string[] =>
  Object.keys(catalogue)
    .filter((key) => key.startsWith(doneKey))
    .map((key) => key.slice(doneKey.length));
