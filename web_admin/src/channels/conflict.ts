// What somebody else changed in a channel while its form was open: shown instead of overwritten.
import type { Channel, Config, JsonSchema, Language } from '../api/types';
import {
  asSchema,
  isSection,
  isStoredSecret,
  properties,
  withActiveVariant,
  wordsOf,
} from '../schema_form/profile';

export interface ChannelChange {
  /** What the field is called on the page; null for the name of the channel. */
  field: string | null;
  from: string | null;
  to: string | null;
}

type Leaves = Map<string, { title: string; value: unknown }>;

function collect(schema: JsonSchema, config: Config, language: Language, path: string, leaves: Leaves): void {
  for (const [name, inner] of properties(withActiveVariant(schema, config))) {
    const place = `${path}/${name}`;
    if (isSection(inner)) collect(inner, asSchema(config[name]), language, place, leaves);
    else leaves.set(place, { title: wordsOf(inner, name, language).title, value: config[name] });
  }
}

function leavesOf(schema: JsonSchema, config: Config, language: Language): Leaves {
  const leaves: Leaves = new Map();
  collect(schema, config, language, '', leaves);
  return leaves;
}

function inWords(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (isStoredSecret(value)) return '•••';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Differences in the name and the settings; other parts of a channel are not edited by its form. */
export function channelChanges(
  schema: JsonSchema,
  seen: Channel,
  now: Channel,
  language: Language,
): ChannelChange[] {
  const changes: ChannelChange[] = [];
  if (seen.name !== now.name) changes.push({ field: null, from: seen.name, to: now.name });
  const before = leavesOf(schema, seen.config, language);
  const after = leavesOf(schema, now.config, language);
  for (const place of new Set([...before.keys(), ...after.keys()])) {
    const from = inWords(before.get(place)?.value);
    const to = inWords(after.get(place)?.value);
    const title = after.get(place)?.title ?? before.get(place)?.title ?? place;
    if (from !== to) changes.push({ field: title, from, to });
  }
  return changes;
}

const isPlain = (value: unknown): value is Config =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What was typed over what is stored now: a field that was not touched since `base` follows the stored one. */
export function mergeUntouched(base: Config, mine: Config, stored: Config): Config {
  const merged: Config = {};
  for (const name of new Set([...Object.keys(mine), ...Object.keys(stored)])) {
    const [before, own, now] = [base[name], mine[name], stored[name]];
    if (isPlain(before) && isPlain(own) && isPlain(now)) merged[name] = mergeUntouched(before, own, now);
    else merged[name] = JSON.stringify(own) === JSON.stringify(before) ? now : own;
  }
  return merged;
}
