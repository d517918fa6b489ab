// Words of the use cases, from the catalogues that the daemon has too (config/texts): what the audit log calls them, and
// what the buttons and the timeline of a ticket say.
interface Texts {
  /** `button` names the act where it is offered, `told` is its line in the timeline. */
  use_cases: Record<string, { title: string; done?: string; button?: string; told?: string }>;
  /** What the desk records by itself. */
  records: Record<string, string>;
  /** What earlier versions recorded. */
  retired_records: Record<string, string>;
}

const doneKey = 'done.';
const keyed = (prefix: string, words: [string, string | undefined][]) =>
  Object.fromEntries(words.flatMap(([name, text]) => (text ? [[prefix + name, text]] : [])));

/** `<use case>` for buttons, `event.<verb>` for the timeline, `done.<action>` for what is recorded today, `retired.<action>` for old records. */
export const recordWords = ({ use_cases, records, retired_records }: Texts): Record<string, string> => ({
  ...keyed(
    doneKey,
    Object.entries(use_cases).map(([name, { done }]) => [name, done]),
  ),
  ...keyed(
    '',
    Object.entries(use_cases).map(([name, { button }]) => [name, button]),
  ),
  ...keyed(
    'event.',
    Object.entries(use_cases).map(([name, { told }]) => [name.slice(name.indexOf('.') + 1), told]),
  ),
  ...keyed(doneKey, Object.entries(records)),
  ...keyed('retired.', Object.entries(retired_records)),
});

/** The actions among the words of a catalogue that are recorded today. */
export const recordedActions = (catalogue: Record<string, string>): string[] =>
  Object.keys(catalogue)
    .filter((key) => key.startsWith(doneKey))
    .map((key) => key.slice(doneKey.length));
