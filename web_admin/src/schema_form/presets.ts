// Choices of a form that fill in several fields at once, such as the servers of a mail provider.
import type { Config, JsonSchema, Language } from '../api/types';
import { asSchema, initialValues, readPath, schemaList, wordsOf, writePath } from './profile';

export interface Preset {
  id: string;
  title: string;
  /** By path, "incoming.host". */
  values: [string[], unknown][];
}

export function presetsOf(schema: JsonSchema, language: Language): Preset[] {
  return schemaList(schema['x-fd-presets']).map((preset) => {
    const id = String(preset.id);
    const values = Object.entries(asSchema(preset.values));
    return {
      id,
      title: wordsOf(preset, id, language).title,
      values: values.map(([path, value]) => [path.split('.'), value]),
    };
  });
}

/** The preset whose every value stands in the form. */
export const chosenPreset = (presets: Preset[], values: Config): Preset | undefined =>
  presets.find((preset) => preset.values.every(([path, value]) => readPath(values, path) === value));

/** Variants that the preset chooses bring their defaults along. */
export function withPreset(schema: JsonSchema, values: Config, preset: Preset): Config {
  const filled = preset.values.reduce((before, [path, value]) => writePath(before, path, value), values);
  return initialValues(schema, filled);
}
